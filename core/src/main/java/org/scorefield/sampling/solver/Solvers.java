package org.scorefield.sampling.solver;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.scorefield.analytic.Distribution;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.sampling.Solver;

/// The catalogue of solvers. A solver listed here is offered on the command line, runs through the
/// contract and order tests, and has its row in the documentation.
public final class Solvers {

  /// Solvers of the probability-flow ODE.
  public static final List<Solver> DETERMINISTIC =
      List.of(
          new Euler(),
          new FrozenScoreOde(),
          new Heun(),
          new Dpm2(),
          new Dpmpp2S(),
          new Dpmpp2M(),
          new Dpmpp3M(),
          new DpmppSinglestep(2),
          new DpmppSinglestep(3),
          new DpmSolverM(2),
          new DpmSolverM(3),
          new FlowHeun(),
          new UniPc(1),
          new UniPc(2),
          new UniPc(3),
          new UniPc(3, UniPc.Variant.BH1, Finish.FULL),
          new Deis(1),
          new Deis(2),
          new Deis(3),
          new Deis(4),
          new Ipndm(1),
          new Ipndm(2),
          new Ipndm(3),
          new Ipndm(4),
          new Ipndm(4, Warmup.HEUN),
          new IpndmV(1),
          new IpndmV(2),
          new IpndmV(3),
          new IpndmV(4),
          new Pndm(),
          new Lms(1),
          new Lms(2),
          new Lms(3),
          new Lms(4));

  /// Those that draw noise.
  public static final List<Solver> STOCHASTIC =
      List.of(
          new EulerAncestral(),
          FrozenScoreSde.ddpm(),
          FrozenScoreSde.plain(),
          new HeunChurn(),
          new Dpmpp1Sde(),
          new Dpmpp2MSde(DataSlope.MIDPOINT),
          new Dpmpp2MSde(DataSlope.HEUN),
          new Dpmpp3MSde(),
          new Dpmpp2SAncestral(),
          new DpmppSde(),
          new Dpm2Ancestral(),
          new AnnealedLangevin());

  /// Those that choose their own steps between the levels of the grid.
  public static final List<Solver> ADAPTIVE = List.of(new DormandPrince());

  public static final List<Solver> ALL =
      Stream.of(DETERMINISTIC, STOCHASTIC, ADAPTIVE).flatMap(List::stream).toList();

  /// A solver that uses what is known of the data in closed form.
  ///
  /// @param name its name, which is also that of every solver it makes
  /// @param of the solver for a law that is close to the model's: fitted to the same data, say
  public record Informed(String name, Function<Distribution, Solver> of) {}

  /// Those that need a law beside the model.
  public static final List<Informed> INFORMED =
      List.of(
          gaussian(1, false),
          gaussian(2, false),
          gaussian(3, false),
          gaussian(1, true),
          gaussian(2, true),
          surrogate(1, false),
          surrogate(2, false),
          surrogate(3, false),
          surrogate(1, true),
          surrogate(2, true));

  private static final Catalogue<Solver> CATALOGUE = new Catalogue<>("solver", ALL, Solver::name);

  private static final Pattern ABOVE = Pattern.compile("(gaussian-exp-.+)-above-([0-9.eE-]+)");

  private Solvers() {}

  private static Informed gaussian(int terms, boolean corrected) {
    return new Informed(
        "gaussian-exp-" + terms + (corrected ? "-pc" : ""),
        law -> new GaussianExponential(law.matchingGaussian(), terms, corrected, 0));
  }

  private static Informed surrogate(int terms, boolean corrected) {
    return new Informed(
        "surrogate-exp-" + terms + (corrected ? "-pc" : ""),
        law -> new SurrogateExponential(law, terms, corrected));
  }

  /// The solver of that name, of {@link #ALL} or {@link #INFORMED}. A Gaussian-exponential one may
  /// say down to which level it trusts the Gaussian, as in `gaussian-exp-2-above-1.5`.
  ///
  /// @param law asked for only by a solver that needs it
  /// @throws IllegalArgumentException naming those there are
  public static Solver parse(String name, Supplier<? extends Distribution> law) {
    return named(name).orElseGet(() -> informed(name, law));
  }

  private static Solver informed(String name, Supplier<? extends Distribution> law) {
    Matcher above = ABOVE.matcher(name);
    String stem = above.matches() ? above.group(1) : name;
    Informed known =
        INFORMED.stream()
            .filter(informed -> informed.name().equals(stem))
            .findFirst()
            .orElseThrow(() ->
                Catalogue.unknown(
                    "solver",
                    name,
                    Stream.concat(CATALOGUE.names().stream(), INFORMED.stream().map(Informed::name))
                        .toList()));
    Solver solver = known.of().apply(law.get());
    return above.matches() && solver instanceof GaussianExponential everywhere
        ? everywhere.above(Double.parseDouble(above.group(2)))
        : solver;
  }

  /// The solver of that name among those that need nothing but the model, {@link #ALL}.
  ///
  /// @throws IllegalArgumentException naming those there are
  public static Solver parse(String name) {
    return CATALOGUE.parse(name);
  }

  /// The solver of that name, if there is one.
  public static Optional<Solver> named(String name) {
    return CATALOGUE.named(name);
  }
}
