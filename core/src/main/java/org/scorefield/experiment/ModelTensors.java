package org.scorefield.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.analytic.ClassLaws;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.LiftedDenoiser;
import org.scorefield.analytic.LiftedLaw;
import org.scorefield.analytic.Subspace;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.JointDenoiser;
import org.scorefield.convex.diffusion.LevelDenoiser;
import org.scorefield.data.file.NumberType;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.Stacked;

/// Denoisers as named tensors: each kind has a name and writes its numbers under a prefix, so that
/// a model can hold others.
///
/// @param brought kinds beside those of this package
/// @param folder the one that the file is in
record ModelTensors(List<ModelKind> brought, Path folder) {
  static final String GAUSSIAN = "gaussian";
  static final String CLASSES = "class-gaussians";
  static final String MIXTURE = "gmm";
  static final String EMPIRICAL = "empirical";
  static final String STACK = "stack";
  static final String CONVEX = "convex";
  static final String LIFTED = "lifted";

  /// The kinds of this package.
  static final List<String> OWN =
      List.of(GAUSSIAN, CLASSES, MIXTURE, EMPIRICAL, STACK, CONVEX, LIFTED);

  /// The tensors of a denoiser and the strings that go with them.
  ///
  /// @throws IllegalArgumentException if it has no file format
  SafeTensors write(Denoiser denoiser) {
    NamedTensors out = new NamedTensors();
    put(out, "", denoiser);
    return out.done();
  }

  /// The name of the kind of a denoiser.
  ///
  /// @throws IllegalArgumentException if it has no file format
  String kind(Denoiser denoiser) {
    return switch (denoiser) {
      case Gaussian _ -> GAUSSIAN;
      case ByClass _ -> CLASSES;
      case GaussianMixture _ -> MIXTURE;
      case Empirical _ -> EMPIRICAL;
      case Stacked _ -> STACK;
      case LevelDenoiser _, JointDenoiser _ -> CONVEX;
      case LiftedDenoiser _, LiftedLaw _ -> LIFTED;
      default -> broughtFor(denoiser).name();
    };
  }

  /// Reads the denoiser of the kind from the tensors under the prefix.
  ///
  /// @throws IllegalArgumentException if one is missing or does not fit the shape
  Denoiser read(String kind, Shape shape, SafeTensors content, String prefix) {
    return switch (kind) {
      case GAUSSIAN -> gaussian(shape, content, prefix);
      case CLASSES -> {
        Tensor frequencies = content.tensor(prefix + "weights");
        yield new ByClass(
            new ClassLaws(
                frequencies.toVector(), components(frequencies.size(), shape, content, prefix)));
      }
      case MIXTURE -> {
        Tensor weights = content.tensor(prefix + "weights");
        yield new GaussianMixture(
            weights.toVector(), components(weights.size(), shape, content, prefix));
      }
      case EMPIRICAL ->
          Empirical.ofCentred(
              shape,
              content.tensor(prefix + "mean").toVector(),
              content.tensor(prefix + "centred_rows").toMatrix());
      case STACK -> new StackTensors(this).read(shape, content, prefix);
      case CONVEX -> ConvexTensors.read(content, prefix);
      case LIFTED -> lifted(shape, content, prefix);
      default -> broughtAs(kind).read(shape, content, prefix, folder);
    };
  }

  void put(NamedTensors out, String prefix, Denoiser denoiser) {
    switch (denoiser) {
      case Gaussian gaussian -> put(out, prefix, gaussian);
      case ByClass classes ->
          put(out, prefix, classes.laws().frequencies(), classes.laws().gaussians());
      case GaussianMixture mixture -> put(out, prefix, mixture.weights(), mixture.components());
      case Empirical empirical -> {
        out.put(prefix + "mean", Tensor.of(empirical.mean()));
        out.put(prefix + "centred_rows", Tensor.of(empirical.centredRows()));
      }
      case Stacked stack -> new StackTensors(this).put(out, prefix, stack);
      case LevelDenoiser levels -> ConvexTensors.put(out, prefix, levels);
      case JointDenoiser joint -> ConvexTensors.put(out, prefix, joint);
      case LiftedDenoiser(Subspace frame, Denoiser latent) -> put(out, prefix, frame, latent);
      case LiftedLaw(Subspace frame, Distribution latent) -> put(out, prefix, frame, latent);
      default -> out.put(broughtFor(denoiser).write(denoiser, prefix, folder));
    }
  }

  private ModelKind broughtFor(Denoiser denoiser) {
    return brought.stream()
        .filter(kind -> kind.describes(denoiser))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a " + denoiser.getClass().getSimpleName() + " has no file format"));
  }

  private ModelKind broughtAs(String name) {
    return brought.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown kind of model '%s'; there are %s"
                    .formatted(
                        name,
                        Stream.concat(OWN.stream(), brought.stream().map(ModelKind::name))
                            .collect(Collectors.joining(", ")))));
  }

  private static void put(NamedTensors out, String prefix, Gaussian gaussian) {
    out.put(prefix + "mean", Tensor.of(gaussian.mean()));
    out.put(prefix + "basis", compact(gaussian.basis()));
    out.put(prefix + "variances", Tensor.of(gaussian.variances()));
    out.put(prefix + "residual", Tensor.scalar(gaussian.residual()));
  }

  /// A matrix in half the space where single precision holds all its numbers.
  static Tensor compact(Matrix matrix) {
    boolean exact = Arrays.stream(matrix.shared()).allMatch(v -> (float) v == v);
    return exact
        ? Tensor.of(NumberType.F32, List.of(matrix.rows(), matrix.columns()), matrix.shared())
        : Tensor.of(matrix);
  }

  private static void put(
      NamedTensors out, String prefix, Vector weights, List<Gaussian> components) {
    out.put(prefix + "weights", Tensor.of(weights));
    for (int c = 0; c < components.size(); c++) {
      put(out, component(prefix, c), components.get(c));
    }
  }

  private static List<Gaussian> components(
      int count, Shape shape, SafeTensors content, String prefix) {
    return IntStream.range(0, count)
        .mapToObj(c -> gaussian(shape, content, component(prefix, c)))
        .toList();
  }

  private static Gaussian gaussian(Shape shape, SafeTensors content, String prefix) {
    return new Gaussian(
        shape,
        content.tensor(prefix + "mean").toVector(),
        content.tensor(prefix + "basis").toMatrix(),
        content.tensor(prefix + "variances").toVector(),
        content.tensor(prefix + "residual").get(0));
  }

  private void put(NamedTensors out, String prefix, Subspace frame, Denoiser latent) {
    out.put(prefix + "mean", Tensor.of(frame.mean()));
    out.put(prefix + "basis", compact(frame.basis()));
    out.put(prefix + "residual", Tensor.scalar(frame.residual()));
    out.put(prefix + "latent.kind", kind(latent));
    put(out, prefix + "latent.", latent);
  }

  /// A law stays a law.
  private Denoiser lifted(Shape shape, SafeTensors content, String prefix) {
    Subspace frame =
        new Subspace(
            shape,
            content.tensor(prefix + "mean").toVector(),
            content.tensor(prefix + "basis").toMatrix(),
            content.tensor(prefix + "residual").get(0));
    Shape within = Shape.vector(frame.dimension());
    String kind = text(content, prefix + "latent.kind");
    Denoiser latent = read(kind, within, content, prefix + "latent.");
    return latent instanceof Distribution law ? frame.lift(law) : frame.lift(latent);
  }

  /// A string of the metadata.
  ///
  /// @throws IllegalArgumentException if it is missing
  static String text(SafeTensors content, String key) {
    String text = content.metadata().get(key);
    if (text == null) {
      throw new IllegalArgumentException("its metadata has no '" + key + "'");
    }
    return text;
  }

  private static String component(String prefix, int c) {
    return prefix + "component.%04d.".formatted(c);
  }
}
