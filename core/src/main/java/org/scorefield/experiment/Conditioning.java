package org.scorefield.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.denoise.Conditional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Guidance;

/// Which of a model's samples are wanted, and how strongly: a class, and what the model is led away
/// from on the way there ({@link Guidance}).
///
/// @param label the class; empty for samples of all
/// @param guiding empty to take the model as it is
public record Conditioning(OptionalInt label, Optional<Guiding> guiding) {
  /// The model as it is.
  public static final Conditioning NONE = new Conditioning(OptionalInt.empty(), Optional.empty());

  /// Two models of one law on scales farther apart are in different units.
  private static final double SAME_SCALE = 1.1;

  /// How a model is led away from a worse one.
  ///
  /// @param weight 1 is the model alone, more goes past it
  /// @param guide the worse model; if empty the model itself without its class, which is
  ///   classifier-free guidance
  /// @param sigmaMin lowest noise level to guide at
  /// @param sigmaMax highest noise level to guide at; may be infinite
  public record Guiding(double weight, Optional<Model> guide, double sigmaMin, double sigmaMax) {}

  public Conditioning {
    if (label.isEmpty() && guiding.filter(g -> g.guide().isEmpty()).isPresent()) {
      throw new IllegalArgumentException(
          "guidance by the model itself leads towards a class: say which (--class), or give a worse model as guide (--guide)");
    }
  }

  /// The model whose samples are wanted.
  ///
  /// @throws IllegalArgumentException if it does not know the class, or does not go with the guide
  public Model of(Model model) {
    Denoiser main = label.isPresent() ? given(model, label.getAsInt()) : model.denoiser();
    Denoiser chosen = guiding.isPresent() ? guided(main, model, guiding.get()) : main;
    return new Model(chosen, model.card());
  }

  private Denoiser guided(Denoiser main, Model model, Guiding how) {
    Denoiser guide = how.guide().map(g -> guide(model, g)).orElseGet(() -> withoutClass(model));
    return new Guidance(main, guide, how.weight(), how.sigmaMin(), how.sigmaMax());
  }

  /// The guide for the same class; one that knows no classes guides as it is.
  private Denoiser guide(Model model, Model guide) {
    double ratio = guide.card().noiseScale() / model.card().noiseScale();
    if (!(ratio < SAME_SCALE && 1 / ratio < SAME_SCALE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the guide is a model of data of standard deviation %.4g (%s), the model's data have"
                  + " %.4g (%s); a guide is a worse model of the same data",
              guide.card().noiseScale(),
              guide.card().units(),
              model.card().noiseScale(),
              model.card().units()));
    }
    return label.isPresent() && guide.denoiser() instanceof Conditional knows && knows.classes() > 0
        ? given(guide, label.getAsInt())
        : guide.denoiser();
  }

  private static Denoiser given(Model model, int label) {
    Conditional conditional = conditional(model);
    if (label < 0 || label >= conditional.classes()) {
      throw new IllegalArgumentException(
          "the model knows classes 0 to %d, got %d".formatted(conditional.classes() - 1, label));
    }
    return conditional.given(label);
  }

  private static Denoiser withoutClass(Model model) {
    return conditional(model).unconditional();
  }

  private static Conditional conditional(Model model) {
    if (model.denoiser() instanceof Conditional conditional && conditional.classes() > 0) {
      return conditional;
    }
    throw new IllegalArgumentException(
        "the model (%s) knows no classes; fit one to labelled data with --classes"
            .formatted(model.card().described()));
  }

  /// In words, for records; empty if there is nothing to say.
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    label.ifPresent(c -> settings.put("class", String.valueOf(c)));
    guiding.ifPresent(g -> {
      settings.put("guidance", String.valueOf(g.weight()));
      settings.put("guide", g.guide().map(Conditioning::described).orElse("itself without class"));
      settings.put("guided at noise levels", g.sigmaMin() + " to " + g.sigmaMax());
    });
    return settings;
  }

  /// In a few words; empty if there is nothing to say.
  public String text() {
    StringBuilder text = new StringBuilder();
    label.ifPresent(c -> text.append(", class ").append(c));
    guiding.ifPresent(g ->
        text.append(", guidance ")
            .append(g.weight())
            .append(g.guide().map(m -> " by " + described(m)).orElse("")));
    return text.toString();
  }

  private static String described(Model guide) {
    return guide.card().described();
  }
}
