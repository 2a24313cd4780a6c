"""Answers each line `WHAT STEPS SECONDS` with the milliseconds of as many optimiser steps, as a JSON list: fewer where the
seconds are over before, but at least one. WHAT is all, decoder or head, AdamW on IBM's code at batch 64, or lstm: 64
units, 24 points back, Adam, batch 32."""

import json
import sys
import time

import torch
from tsfm_public.models.tinytimemixer import TinyTimeMixerForPrediction

torch.set_num_threads(int(sys.argv[2]))
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
ready = {}


class Lstm(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.LSTM(1, 64, batch_first=True)
        self.dense = torch.nn.Linear(64, 1)

    def forward(self, past):
        return self.dense(self.rnn(past)[0][:, -1])


def lstm():
    model = Lstm()
    past, future = torch.randn(32, 24, 1), torch.randn(32, 1)
    loss = lambda: torch.nn.functional.mse_loss(model(past), future)
    return loss, torch.optim.Adam(model.parameters())


def ttm(learns):
    model = TinyTimeMixerForPrediction.from_pretrained(sys.argv[1]).train()
    for name, weight in model.named_parameters():
        weight.requires_grad = learns == "all" or not name.startswith("backbone.")
        if learns == "head":
            weight.requires_grad = name.startswith("head.")
    past = torch.randn(64, model.config.context_length, 1)
    future = torch.randn(64, model.config.prediction_length, 1)
    chosen = [weight for weight in model.parameters() if weight.requires_grad]
    return lambda: model(past_values=past, future_values=future).loss, torch.optim.AdamW(chosen, lr=1e-4)


def step(loss, optimiser):
    start = time.perf_counter()
    optimiser.zero_grad()
    loss().backward()
    optimiser.step()
    return 1000 * (time.perf_counter() - start)


for line in sys.stdin:
    what, steps, seconds = line.split()
    if what not in ready:
        ready[what] = lstm() if what == "lstm" else ttm(what)
        step(*ready[what])
    end = time.perf_counter() + float(seconds)
    times = [step(*ready[what])]
    while len(times) < int(steps) and time.perf_counter() < end:
        times.append(step(*ready[what]))
    print(json.dumps(times), flush=True)
