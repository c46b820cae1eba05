package org.scorefield.schedule;

import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

/// The distribution that training draws its noise levels from: sigma = `sigma(u)`, u uniform.
///
/// sigma is a standard deviation in the units of the data, and levels that suit data of one scale
/// do not suit another. Levels therefore know the standard deviation of the data that their numbers
/// are meant for, {@link #sigmaData}, which is where they were published (0.5 for EDM's, 1 for a
/// process whose data are standardised); {@link #scaledTo} puts them in the units of other data,
/// and a trainer always does. What matters is sigma over the standard deviation of the data, and
/// that stays.
///
/// Levels matter for the speed of training only together with a {@link Weighting}: what is learned
/// is said by the product of the two, {@link Weighting#total}; how noisy its gradient is, by how
/// they share it.
public interface NoiseLevels {

  /// The name used on the command line.
  String name();

  /// Standard deviation of the data that these levels are meant for.
  double sigmaData();

  /// The quantile function: the level that a share u of the draws stays below.
  ///
  /// @param u strictly between 0 and 1
  double sigma(double u);

  /// Density with respect to `d sigma`; 0 where nothing is drawn.
  double density(double sigma);

  /// Density with respect to `d ln sigma`: `sigma p(sigma)`. A bell over one is a bell elsewhere
  /// over the other, so say which is plotted.
  default double densityPerLog(double sigma) {
    return sigma * density(sigma);
  }

  /// The same levels for data of another standard deviation: every level, in units of the data,
  /// stays.
  default NoiseLevels scaledTo(double sigmaData) {
    return sigmaData == sigmaData() ? this : new ScaledLevels(this, sigmaData);
  }

  /// One level for each sample of the noise.
  default Vector draw(Noise noise) {
    double[] uniforms = noise.uniform(Shape.vector(1)).shared();
    return Vector.generate(uniforms.length, i -> sigma(uniforms[i]));
  }
}
