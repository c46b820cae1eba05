package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.Subset;
import org.scorefield.random.NoiseKey;

/// Linearity class by class: rows of one class, with noise, explained by the Gaussian of all data
/// and by the Gaussian of the class.
///
/// With a conditional model, `Delta` of the class Gaussian is what a conditional closed-form start
/// costs. With one unconditional model the same numbers say something else: how far the model,
/// which has to guess the class, is from one that knows it; and where the Gaussian of all data
/// fails.
///
/// @param label the class
/// @param rows number of its rows
/// @param gaussian of its mean and covariance
/// @param linearity of its rows; surrogates {@link Surrogates#GAUSSIAN} (of all data) and {@link
///   #OWN}
public record ClassLinearity(int label, int rows, Gaussian gaussian, Linearity linearity) {

  /// The name of the class's own Gaussian among the surrogates.
  public static final String OWN = "Gaussian of the class";

  /// Every class with at least 4 rows, of which a quarter, at most as many as the probe takes, is
  /// held out for measuring.
  ///
  /// @param model the model of each class; the same one for all if it is unconditional
  /// @param all the Gaussian of all data
  /// @param rank directions of each class's Gaussian, at most
  public static List<ClassLinearity> measure(
      LinearityProbe probe,
      IntFunction<NamedDenoiser> model,
      Labelled data,
      Gaussian all,
      int rank,
      Vector sigmas,
      NoiseKey key) {
    List<ClassLinearity> classes = new ArrayList<>();
    for (int label = 0; label < data.classes(); label++) {
      Dataset own = rowsOf(data, label);
      if (own.size() < 4) {
        continue;
      }
      NoiseKey mine = key.child("class").child(label);
      int held = Math.clamp(own.size() / 4, 2, probe.rows());
      var split = org.scorefield.data.Split.of(own, held, mine);
      Gaussian gaussian = LowRank.fit(split.train(), rank, mine);
      Linearity linearity =
          probe.measure(
              model.apply(label),
              split.heldOut(),
              List.of(Surrogates.gaussian(all), new NamedDenoiser(OWN, gaussian)),
              sigmas,
              mine);
      classes.add(new ClassLinearity(label, own.size(), gaussian, linearity));
    }
    return classes;
  }

  /// The rows of one class.
  public static Dataset rowsOf(Labelled data, int label) {
    int[] indices = IntStream.range(0, data.size()).filter(i -> data.label(i) == label).toArray();
    return Subset.of(data.name() + " (class " + label + ")", data, indices);
  }
}
