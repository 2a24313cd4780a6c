"""Writes ttm/*.safetensors: what IBM's TinyTimeMixer computes, with random weights, for options of every kind.

    pip install torch==2.13.0 granite-tsfm safetensors
    python make-ttm.py

Each file holds the config (JSON, in the metadata), weight.*, input.*, output.prediction, output.loss, grad.* of the loss
and output.adamw_losses: ten steps of AdamW (lr 1e-3, weight decay 0.01) on the same batch, with dropout 0.
"""

import json
import pathlib

import torch
from safetensors.torch import save_file
from tsfm_public.models.tinytimemixer import TinyTimeMixerConfig, TinyTimeMixerForPrediction

BASE = dict(
    context_length=32, prediction_length=6, patch_length=8, patch_stride=8, d_model=12, num_layers=1,
    adaptive_patching_levels=2, expansion_factor=2, mode="common_channel", decoder_d_model=8, decoder_num_layers=1,
    decoder_adaptive_patching_levels=0, decoder_mode="common_channel", decoder_raw_residual=False, use_decoder=True,
    gated_attn=True, norm_mlp="LayerNorm", norm_eps=1e-5, self_attn=False, use_positional_encoding=False,
    scaling="std", loss="mse", dropout=0.0, head_dropout=0.0, resolution_prefix_tuning=False,
    frequency_token_vocab_size=5, num_input_channels=2, enable_forecast_channel_mixing=False,
)

CASES = {
    "mean-scaling-mae": dict(scaling="mean", loss="mae", num_layers=2),
    "unscaled-huber-positions": dict(scaling=None, loss="huber", use_positional_encoding=True),
    "batch-norm-pinball": dict(norm_mlp="BatchNorm", loss="pinball", quantile=0.8),
    "raw-residual-prefix-levels": dict(
        decoder_raw_residual=True, resolution_prefix_tuning=True, decoder_adaptive_patching_levels=2,
        adaptive_patching_levels=3, d_model=20, decoder_d_model=12,
    ),
    "no-decoder-ungated": dict(use_decoder=False, gated_attn=False, context_length=35),
    "mixed-backbone-same-width": dict(mode="mix_channel", decoder_mode="mix_channel", d_model=8, num_input_channels=3),
    "exogenous-plain-masked": dict(
        num_input_channels=4, exogenous_channel_indices=[1, 3], enable_forecast_channel_mixing=True,
        fcm_context_length=2, fcm_use_mixer=False, fcm_gated_attn=False, prediction_filter_length=4,
    ),
    "channel-head-no-past": dict(
        num_input_channels=3, enable_forecast_channel_mixing=True, fcm_context_length=1, fcm_use_mixer=True,
        fcm_mix_layers=1, fcm_gated_attn=True, fcm_prepend_past=False, categorical_vocab_size_list=[3, 2],
        decoder_mode="mix_channel",
    ),
}
MASKED = {"exogenous-plain-masked", "mean-scaling-mae"}


def case(name, options):
    torch.manual_seed(len(name))
    settings = {**BASE, **options}
    model = TinyTimeMixerForPrediction(TinyTimeMixerConfig(**settings))
    for key, buffer in model.named_buffers():
        if key.endswith("running_mean"):
            buffer.normal_()
        if key.endswith("running_var"):
            buffer.uniform_(0.5, 2)
    for key, weight in model.named_parameters():
        if "norm" in key:
            weight.data.add_(0.1 * torch.randn_like(weight))
    model.eval()
    batch, channels = 3, settings["num_input_channels"]
    inputs = {
        "past_values": 3 + torch.randn(batch, settings["context_length"], channels).cumsum(1),
        "future_values": 3 + torch.randn(batch, settings["prediction_length"], channels),
    }
    if name in MASKED:
        inputs["past_observed_mask"] = torch.rand_like(inputs["past_values"]) > 0.2
        inputs["past_values"] = inputs["past_values"] * inputs["past_observed_mask"]
    if settings["resolution_prefix_tuning"]:
        inputs["freq_token"] = torch.tensor([0, 4, 2])
    if "categorical_vocab_size_list" in settings:
        inputs["static_categorical_values"] = torch.tensor([[0, 1], [2, 0], [1, 1]])
    tensors = {f"weight.{k}": v.detach().clone() for k, v in model.state_dict().items() if not k.endswith("tracked")}
    tensors |= {f"input.{k}": v.clone() for k, v in inputs.items()}
    result = model(**inputs)
    result.loss.backward()
    tensors["output.prediction"] = result.prediction_outputs.detach().clone().contiguous()
    tensors["output.loss"] = result.loss.detach().reshape(1).clone()
    tensors |= {f"grad.{k}": p.grad.clone() for k, p in model.named_parameters() if p.grad is not None}
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3, weight_decay=0.01)
    losses = []
    for _ in range(10):
        optimiser.zero_grad()
        loss = model(**inputs).loss
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    tensors["output.adamw_losses"] = torch.tensor(losses)
    here = pathlib.Path(__file__).parent / "ttm"
    here.mkdir(exist_ok=True)
    made_with = f"granite-tsfm, torch {torch.__version__}, float32"
    save_file(tensors, here / f"{name}.safetensors", metadata={"config": json.dumps(settings), "made_with": made_with})


for name, options in CASES.items():
    case(name, options)
