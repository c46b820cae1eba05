package org.scorefield.convex.relu;

import org.scorefield.convex.Certificate;

/// What is known of a network that somebody trained, somehow.
///
/// The certificate is about the objective after two changes that cost nothing and keep the hidden
/// layer: neurons balanced, and the affine part refitted.
///
/// @param beta weight decay
/// @param objective as the network stands
/// @param balanced with `|u_j| = |alpha_j|`, the same function
/// @param certificate that and the best affine part, and a lower bound
/// @param missing the best neuron that was found for its residual
/// @param bound no neuron of the patterns has a larger correlation
/// @param patterns how many were looked into
/// @param defect norm of the gradient of the objective in all neurons, balanced and refitted, over
///   that of the weight decay alone: 0 at a stationary point, below 0.01 for a network that was
///   trained to the end with this beta
/// @param impliedBeta `<R, S>/sum |u_j| |alpha_j|`, S being what the neurons predict: the beta at
///   which making all neurons larger or smaller does not pay, beta itself at a stationary point;
///   about 0 or less if there was no weight decay in training; NaN without neurons
public record Audit(
    double beta,
    double objective,
    double balanced,
    Certificate certificate,
    BestNeuron missing,
    double bound,
    int patterns,
    double defect,
    double impliedBeta) {

  /// Correlation of the missing neuron over beta: a network that is globally optimal has no more
  /// than 1, and a stationary one is globally optimal if it has.
  public double ratio() {
    return missing.correlation() / beta;
  }

  /// Whether this speaks of all networks, not of those with the patterns looked at.
  public boolean global() {
    return certificate.scope() == Certificate.Scope.NETWORK;
  }

  /// The finding in a sentence.
  ///
  /// @param tolerance relative gap at which a network counts as optimal
  public String words(double tolerance) {
    double gap = certificate.gap();
    if (certificate.within(tolerance)) {
      return global()
          ? "globally optimal: no network of any width does better by more than %.3g of %.6g"
              .formatted(gap, certificate.primal())
          : "optimal among networks with the %d activation patterns looked at, within %.3g of %.6g; that is no proof for others"
              .formatted(patterns, gap, certificate.primal());
    }
    String far =
        global()
            ? "at most %.3g of %.6g (%.2g %%) above the best network of any width"
                .formatted(gap, certificate.primal(), 100 * gap / certificate.primal())
            : "at most %.3g of %.6g (%.2g %%) above the best network with the %d activation patterns looked at; others may be better"
                .formatted(
                    gap, certificate.primal(), 100 * gap / certificate.primal(), patterns);
    return missing.gain() > 0
        ? "not optimal: a neuron is missing that takes off %.3g at once; %s"
            .formatted(missing.gain(), far)
        : "no neuron is missing, but those there are not trained to the end; " + far;
  }
}
