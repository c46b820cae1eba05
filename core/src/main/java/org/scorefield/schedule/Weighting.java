package org.scorefield.schedule;

/// How much the error at each noise level counts in training: the loss is
///
/// `E_{sigma ~ levels} E lambda(sigma) |D(x0 + sigma n; sigma) - x0|^2`.
///
/// A weight is given for the error of the clean sample and means another one for each other
/// prediction, because the errors are multiples of each other. With sd the standard deviation of
/// the data:
///
/// | error of | is that of x0 times | weight on its square |
/// |---|---|---|
/// | the clean sample x0 | 1 | `lambda` |
/// | the noise n | `1/sigma` | `lambda sigma^2`, {@link #noiseWeight} |
/// | EDM's network F | `1/c_out` | `lambda c_out^2`, {@link #networkWeight} |
/// | v, on standardised data | `sqrt(1 + sigma^2)/sigma` | `lambda sigma^2/(1 + sigma^2)` |
/// | a flow's velocity | `(1 + sigma)/sigma` | `lambda sigma^2/(1 + sigma)^2` |
///
/// None of these says what is learned, as the levels count too: that is the total weighting of the
/// error of the noise, `beta(sigma) = p(sigma) lambda(sigma) sigma^2` ({@link #total}). Two pairs
/// of levels and weighting with the same beta have the same minimum; their gradients differ in
/// noise alone.
///
/// Weights do not depend on the units of the data: `lambda sd^2` is a function of `sigma/sd`. The
/// signal-to-noise ratio is `SNR = sd^2/sigma^2`. A weighting is given the levels it is used with,
/// for the sake of those that divide by their density; from them it takes sd, too.
public interface Weighting {

  /// The name used on the command line.
  String name();

  /// lambda, the weight on `|D - x0|^2`.
  ///
  /// @param sigma a level that can be drawn
  /// @param levels what it was drawn from, in the units of the data
  double weight(double sigma, NoiseLevels levels);

  /// The weight on the squared error of the noise prediction, `lambda sigma^2`.
  default double noiseWeight(double sigma, NoiseLevels levels) {
    return weight(sigma, levels) * sigma * sigma;
  }

  /// The weight on the squared error of the network of EDM's preconditioning, `lambda c_out^2`,
  /// `c_out = sigma sd/sqrt(sigma^2 + sd^2)`.
  default double networkWeight(double sigma, NoiseLevels levels) {
    double out = sigma * levels.sigmaData() / Math.hypot(sigma, levels.sigmaData());
    return weight(sigma, levels) * out * out;
  }

  /// The total weighting of the squared error of the noise prediction, with respect to `d sigma`:
  /// `beta = p lambda sigma^2` (Wang, He and Tao 2406.12839, up to a constant).
  default double total(double sigma, NoiseLevels levels) {
    return levels.density(sigma) * noiseWeight(sigma, levels);
  }

  /// The same with respect to `d ln sigma`, `beta sigma`.
  default double totalPerLog(double sigma, NoiseLevels levels) {
    return levels.densityPerLog(sigma) * noiseWeight(sigma, levels);
  }
}
