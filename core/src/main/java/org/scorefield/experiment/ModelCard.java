package org.scorefield.experiment;

import org.scorefield.array.Shape;

/// What is known about a model besides its numbers; stored in the model file.
///
/// @param kind what it is: "gaussian", "class-gaussians", "gmm", "empirical", "stack", "convex",
///   "lifted", or the name of a {@link ModelKind}
/// @param shape of one sample
/// @param units of the values, for people
/// @param scale root mean square standard deviation of the data: what noise levels relate to
/// @param data name of the data it was fitted to; {@link #NOT_KNOWN} of a model made elsewhere
/// @param dataHash content hash of that data
/// @param rows number of rows it was fitted to
/// @param seed of the fit
/// @param fit how it was fitted, for people
public record ModelCard(
    String kind,
    Shape shape,
    String units,
    double scale,
    String data,
    String dataHash,
    int rows,
    long seed,
    String fit) {
  /// Stands for the data of a model that was made elsewhere.
  public static final String NOT_KNOWN = "not known";

  /// What it is and where it comes from: "gmm fitted to digits", "onnx model made elsewhere".
  public String described() {
    return kind + (madeElsewhere() ? " model " : " ") + origin();
  }

  /// Where it comes from: "fitted to digits", "made elsewhere".
  public String origin() {
    return madeElsewhere() ? "made elsewhere" : "fitted to " + data;
  }

  /// Whether nothing is known of what it was fitted to.
  public boolean madeElsewhere() {
    return data.equals(NOT_KNOWN);
  }

  /// What noise levels are multiples of: the scale, or 1 where the data are a single point.
  public double noiseScale() {
    return scale > 0 ? scale : 1;
  }
}
