package org.scorefield.analytic;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.catalogue.Catalogue;

/// The catalogue of laws in the plane.
public final class Toys {
  private static final double TURN = 2 * Math.PI;

  public static final List<Toy> ALL =
      List.of(
          new Toy(
              "moons",
              "two interleaving half circles of radius 1, (cos a, sin a) and (1 - cos a, 1/2 - sin"
                  + " a) with a uniform on [0, pi], blurred by 0.1",
              new CurveLaw(
                  List.of(
                      Arc.circular(0, 0, 1, 0, Math.PI),
                      Arc.circular(1, 0.5, 1, Math.PI, 2 * Math.PI)),
                  0.1)),
          new Toy(
              "swiss-roll",
              "the spiral a (cos a, sin a) / 7 with a uniform on [1.5 pi, 4.5 pi], blurred by 0.05",
              new CurveLaw(List.of(spiral()), 0.05)),
          new Toy(
              "checkerboard",
              "uniform on the dark unit squares of a board of 4 x 4 about the origin",
              new Checkerboard(4)),
          new Toy(
              "rings",
              "circles of radius 0.5, 1.25 and 2 about the origin, equally likely, blurred by 0.05",
              new CurveLaw(
                  List.of(
                      Arc.circular(0, 0, 0.5, 0, TURN),
                      Arc.circular(0, 0, 1.25, 0, TURN),
                      Arc.circular(0, 0, 2, 0, TURN)),
                  0.05)),
          new Toy(
              "eight-gaussians",
              "eight Gaussians of standard deviation 0.1, evenly spaced on a circle of radius 2",
              GaussianMixture.isotropic(octagon(2), 0.01)));

  private static final Catalogue<Toy> CATALOGUE = new Catalogue<>("toy", ALL, Toy::name);

  private Toys() {}

  /// @throws IllegalArgumentException if there is no such toy; the message lists those there are
  public static Toy named(String name) {
    return CATALOGUE.parse(name);
  }

  private static Arc spiral() {
    double first = 1.5 * Math.PI;
    double last = 4.5 * Math.PI;
    return new Arc(
        t -> (first + t * (last - first)) * Math.cos(first + t * (last - first)) / 7,
        t -> (first + t * (last - first)) * Math.sin(first + t * (last - first)) / 7,
        Math.hypot(1, last) * (last - first) / 7);
  }

  private static Batch octagon(double radius) {
    return Batch.ofRows(
        Shape.vector(2),
        IntStream.range(0, 8)
            .mapToObj(k ->
                new double[] {radius * Math.cos(TURN * k / 8), radius * Math.sin(TURN * k / 8)})
            .toArray(double[][]::new));
  }
}
