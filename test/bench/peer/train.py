"""Answers each line `LEARNS STEPS` (all, decoder, head) with the milliseconds of as many AdamW steps of batch 64."""

import json
import sys
import time

import torch
from tsfm_public.models.tinytimemixer import TinyTimeMixerForPrediction

torch.set_num_threads(int(sys.argv[2]))
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
ready = {}


def prepared(learns):
    model = TinyTimeMixerForPrediction.from_pretrained(sys.argv[1]).train()
    for name, weight in model.named_parameters():
        weight.requires_grad = learns == "all" or not name.startswith("backbone.")
        if learns == "head":
            weight.requires_grad = name.startswith("head.")
    chosen = [weight for weight in model.parameters() if weight.requires_grad]
    return model, torch.optim.AdamW(chosen, lr=1e-4)


for line in sys.stdin:
    learns, steps = line.split()
    if learns not in ready:
        ready[learns] = prepared(learns)
    model, optimiser = ready[learns]
    past = torch.randn(64, model.config.context_length, 1)
    future = torch.randn(64, model.config.prediction_length, 1)
    times = []
    for _ in range(int(steps)):
        start = time.perf_counter()
        optimiser.zero_grad()
        model(past_values=past, future_values=future).loss.backward()
        optimiser.step()
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps(times), flush=True)
