package org.scorefield.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.scorefield.array.Vector;
import org.scorefield.catalogue.Catalogue;

/// The lists of ten steps that Align Your Steps (Sabour et al. 2404.14507, appendix) found for four
/// networks by minimising a bound on the Kullback-Leibler divergence of a run.
///
/// As a rule it keeps the shape of a list between any two ends, as {@link ListedGrid} does; {@link
/// #published} is the list as its authors use it.
///
/// @param list which of them
public record AlignYourStepsGrid(Network list) implements GridRule {

  /// The network a list was found for.
  public enum Network {
    STABLE_DIFFUSION(
        "sd15", 14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029),
    STABLE_DIFFUSION_XL(
        "sdxl", 14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029),
    DEEP_FLOYD(
        "deepfloyd", 160.41, 8.081, 3.315, 1.885, 1.207, 0.785, 0.553, 0.293, 0.186, 0.030, 0.006),
    STABLE_VIDEO_DIFFUSION(
        "svd", 700.0, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002);

    private final String label;
    private final Vector sigmas;

    Network(String label, double... sigmas) {
      this.label = label;
      this.sigmas = Vector.of(sigmas);
    }

    /// The name used on the command line.
    public String label() {
      return label;
    }

    /// The list, from the first level to the last positive one.
    public Vector sigmas() {
      return sigmas;
    }
  }

  /// The list of that name.
  ///
  /// @throws IllegalArgumentException naming those there are
  static AlignYourStepsGrid parse(String label) {
    return Arrays.stream(Network.values())
        .filter(network -> network.label.equals(label))
        .findFirst()
        .map(AlignYourStepsGrid::new)
        .orElseThrow(() ->
            Catalogue.unknown(
                "list of Align Your Steps",
                label,
                Arrays.stream(Network.values()).map(Network::label).collect(Collectors.toList())));
  }

  @Override
  public String name() {
    return "ays:" + list.label;
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    return shape().levels(count, sigmaMax, sigmaMin);
  }

  /// The list with its own ends, for any number of steps: `ln sigma` resampled at `steps + 1` equal
  /// fractions, the last of which is replaced by 0. At ten steps, the printed numbers.
  public TimeGrid published(int steps) {
    double[] levels = shape().levels(steps + 1, list.sigmas.first(), list.sigmas.last()).toArray();
    levels[steps] = 0;
    return new TimeGrid(Vector.adopt(levels));
  }

  private ListedGrid shape() {
    return new ListedGrid(new TimeGrid(list.sigmas));
  }
}
