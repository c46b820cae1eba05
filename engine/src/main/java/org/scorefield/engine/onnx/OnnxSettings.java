package org.scorefield.engine.onnx;

import java.util.List;
import java.util.Optional;
import org.scorefield.denoise.Prediction;

/// What an ONNX file does not say of itself: how its inputs and its output are to be read. Stands
/// beside the model as YAML.
///
/// @param prediction what the output is
/// @param schedule the process the model is told of
/// @param noiseInput how it is told the noise level
/// @param layout the order of the axes of a batch
/// @param valueRange least and greatest value of clean data, where that is known
/// @param sigmaData standard deviation of the data, in their units
/// @param inputs names of the inputs
/// @param output name of the output
/// @param classes number of classes; 0 if it knows none
public record OnnxSettings(
    Prediction prediction,
    Schedule schedule,
    NoiseInput noiseInput,
    Axes layout,
    Optional<List<Double>> valueRange,
    double sigmaData,
    Names inputs,
    String output,
    int classes) {

  public enum Schedule {
    /// `x = x0 + sigma n`, at any sigma > 0 (Karras et al. 2206.00364).
    EDM
  }

  public enum NoiseInput {
    SIGMA
  }

  public enum Axes {
    /// Batch, channels, height, width.
    NCHW,
    /// Batch, then whatever axes a sample has.
    BATCH_FIRST
  }

  /// Names of the inputs of a graph.
  ///
  /// @param x noisy samples
  /// @param noise one number for each sample
  /// @param classLabels batch by classes, a one for the class of each sample, zeros for none
  public record Names(String x, String noise, Optional<String> classLabels) {}

  public OnnxSettings {
    valueRange = valueRange.map(List::copyOf);
    valueRange.ifPresent(range -> {
      if (range.size() != 2 || !(range.get(0) < range.get(1))) {
        throw new IllegalArgumentException(
            "value_range must be two numbers, the smaller first, got " + range);
      }
    });
  }
}
