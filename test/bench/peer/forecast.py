"""Answers each line `BATCH RUNS` with the milliseconds of as many forecasts by IBM's code in PyTorch, as a JSON list."""

import json
import sys
import time

import torch
from tsfm_public.models.tinytimemixer import TinyTimeMixerForPrediction

model = TinyTimeMixerForPrediction.from_pretrained(sys.argv[1]).eval()
torch.set_num_threads(int(sys.argv[2]))
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    batch, runs = map(int, line.split())
    past = torch.randn(batch, model.config.context_length, 1)
    times = []
    with torch.inference_mode():
        for _ in range(runs):
            start = time.perf_counter()
            model(past_values=past)
            times.append(1000 * (time.perf_counter() - start))
    print(json.dumps(times), flush=True)
