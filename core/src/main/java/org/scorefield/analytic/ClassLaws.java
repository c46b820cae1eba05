package org.scorefield.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Labelled;
import org.scorefield.data.Subset;
import org.scorefield.denoise.Conditional;
import org.scorefield.random.NoiseKey;

/// The Gaussian of each class of labelled data: what the score of a class-conditional model tends
/// to at high noise, class by class. Without the labels they are the components of a mixture. It is
/// the class-conditional model in closed form: what guidance does can be seen on it exactly.
///
/// @param frequencies share of each class among the rows, of sum 1
/// @param gaussians mean and covariance of each class
public record ClassLaws(Vector frequencies, List<Gaussian> gaussians) implements Conditional {

  public ClassLaws {
    gaussians = List.copyOf(gaussians);
    new GaussianMixture(frequencies, gaussians);
  }

  /// Fits each class by {@link LowRank}.
  ///
  /// @param rank principal directions of each class; of n rows at most n - 1 are kept
  /// @param key randomness of the sketches
  /// @throws IllegalArgumentException if a class has fewer than 2 rows
  public static ClassLaws fit(Labelled data, int rank, NoiseKey key) {
    List<Gaussian> gaussians = new ArrayList<>();
    double[] frequencies = new double[data.classes()];
    for (int c = 0; c < data.classes(); c++) {
      int wanted = c;
      int[] rows = IntStream.range(0, data.size()).filter(i -> data.label(i) == wanted).toArray();
      if (rows.length < 2) {
        throw new IllegalArgumentException(
            "class "
                + c
                + " of "
                + data.name()
                + " has "
                + rows.length
                + " rows and a covariance needs 2; leave the class out or give it more rows");
      }
      String name = data.name() + ", class " + c;
      gaussians.add(LowRank.fit(Subset.of(name, data, rows), rank, key.child(c)));
      frequencies[c] = (double) rows.length / data.size();
    }
    return new ClassLaws(Vector.adopt(frequencies), gaussians);
  }

  @Override
  public int classes() {
    return gaussians.size();
  }

  @Override
  public Gaussian given(int label) {
    return gaussians.get(Objects.checkIndex(label, classes()));
  }

  /// The denoiser of {@link #mixture}.
  @Override
  public GaussianMixture unconditional() {
    return mixture();
  }

  /// The law of all rows, whatever their class.
  public GaussianMixture mixture() {
    return new GaussianMixture(frequencies, gaussians);
  }
}
