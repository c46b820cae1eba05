package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;

/// A model that keeps what it was asked and what it answered. For one run, on one thread.
final class Recording implements Denoiser {
  private final Denoiser model;
  private final List<Batch> states = new ArrayList<>();
  private final List<Batch> outputs = new ArrayList<>();

  Recording(Denoiser model) {
    this.model = model;
  }

  /// What it was asked, in order.
  List<Batch> states() {
    return List.copyOf(states);
  }

  /// What it answered, in order.
  List<Batch> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public Shape shape() {
    return model.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    Batch output = model.denoise(x, sigma);
    states.add(x);
    outputs.add(output);
    return output;
  }
}
