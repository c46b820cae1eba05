package org.scorefield.study;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.design.Comparison;
import org.scorefield.design.ComparisonWatch;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.Peers;
import org.scorefield.design.SolverComparison;
import org.scorefield.design.Yardstick;
import org.scorefield.array.Vector;
import org.scorefield.linear.LinearPart;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.sampling.solver.SurrogateExponential;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Measures the solvers that know a law against their peers, on a mixture of 40 full covariances
/// fitted to the digits at standard deviation 0.5. Not a test; run its main.
public final class LinearPartStudy {
  private static final NoiseKey KEY = NoiseKey.of(3);
  private static final double TOP = 80;

  private LinearPartStudy() {}

  static Dataset digits() {
    Batch rows = DataSources.standard().open("digits").all();
    int d = rows.dimension();
    double[] v = rows.toArray();
    double[] mean = new double[d];
    for (int i = 0; i < v.length; i++) {
      mean[i % d] += v[i] / rows.count();
    }
    double squares = 0;
    for (int i = 0; i < v.length; i++) {
      v[i] -= mean[i % d];
      squares += v[i] * v[i];
    }
    double scale = 0.5 / Math.sqrt(squares / v.length);
    for (int i = 0; i < v.length; i++) {
      v[i] *= scale;
    }
    return Dataset.of("digits", "standard deviation 0.5", Batch.adopt(rows.shape(), v));
  }

  private static Dataset part(Dataset all, int remainder, boolean rest) {
    int[] rows = IntStream.range(0, all.size()).filter(i -> (i % 3 == remainder) != rest).toArray();
    return Dataset.of("part", all.units(), all.select(rows));
  }

  private static GaussianMixture fit(Dataset data, int k, CovarianceKind kind) {
    return new ExpectationMaximization(k, kind).fit(data, KEY.child("fit").child(k)).mixture();
  }

  static NamedSampler tail(
      String name,
      Function<TimeGrid, Solver> solver,
      Surrogate jump,
      GridRule rule,
      double skip,
      double min) {
    return new NamedSampler(
        name,
        n -> {
          TimeGrid grid = rule.toZero(n, skip, min);
          return Optional.of(
              new Sampler(
                  grid,
                  solver.apply(grid),
                  new Start.Teleport(jump, TOP, Start.Teleport.Mode.ODE)));
        });
  }

  static Function<TimeGrid, Solver> seeded(Solver solver, Surrogate law, int count) {
    return grid -> new SeededHistory(solver, law, SeededHistory.above(grid, count));
  }

  public static void main(String[] args) {
    PrintStream out = System.out;
    Dataset all = digits();
    GaussianMixture model = fit(part(all, 0, true), 40, new CovarianceKind.Full());
    Map<String, GaussianMixture> surrogates = new LinkedHashMap<>();
    surrogates.put("10lr16-other", fit(part(all, 0, false), 10, new CovarianceKind.LowRank(16)));
    surrogates.put("20lr16-other", fit(part(all, 0, false), 20, new CovarianceKind.LowRank(16)));
    surrogates.put("10lr16-all", fit(all, 10, new CovarianceKind.LowRank(16)));
    surrogates.put("20lr16-all", fit(all, 20, new CovarianceKind.LowRank(16)));
    int seeds = Integer.parseInt(args[1]);
    int samples = Integer.parseInt(args[2]);
    List<Integer> budgets =
        java.util.Arrays.stream(args[3].split(",")).map(Integer::valueOf).toList();
    SolverComparison comparison =
        new SolverComparison(
            model,
            SolverComparison.reference(TOP, 0.002),
            Optional.of(new Yardstick.Exact(model)),
            samples,
            seeds,
            1,
            args[0].equals("final") ? NoiseKey.of(77) : KEY);
    LinearPart part =
        LinearPart.of(
            model, Vector.generate(16, i -> 0.02 * Math.pow(1000, i / 15.0)), Noise.of(4, 400));
    out.println(
        "above "
            + part.above()
            + " "
            + part.shares().stream().map(e -> "%.2f".formatted(e.value())).toList());
    List<NamedSampler> samplers =
        switch (args[0]) {
          case "peers" -> Peers.all(TOP, 0.002);
          case "whole" -> whole(model, surrogates);
          case "final" -> last(model, surrogates);
          case "scan" -> scan(model, surrogates);
          case "tails" -> tails(model, surrogates, args);
          default -> throw new IllegalArgumentException(args[0]);
        };
    Comparison found = comparison.run(samplers, budgets, ComparisonWatch.NONE).orElseThrow();
    out.printf(
        "scale %.3f reference %s floor %s%n", found.scale(), found.reference(), found.floor());
    for (NamedSampler s : samplers) {
      StringBuilder line = new StringBuilder("%-44s".formatted(s.name()));
      for (int budget : budgets) {
        line.append(
            found
                .of(s.name(), budget)
                .flatMap(Comparison.Entry::standing)
                .map(t ->
                    " | %.3f+-%.3f w %.3f f %.2f"
                        .formatted(
                            t.error().value(),
                            t.error().standardError(),
                            t.metric("sliced-w2").value(),
                            t.metrics().values().stream()
                                .skip(1)
                                .findFirst()
                                .orElseThrow()
                                .value()))
                .orElse(" | -"));
      }
      out.println(line);
    }
  }

  private static List<NamedSampler> whole(
      GaussianMixture model, Map<String, GaussianMixture> surrogates) {
    List<NamedSampler> list = new ArrayList<>();
    Gaussian gaussian = model.matchingGaussian();
    for (GridRule rule : Peers.GRIDS) {
      for (int q = 1; q <= 3; q++) {
        list.add(NamedSampler.of(new GaussianExponential(gaussian, q), rule, TOP, 0.002));
      }
      list.add(NamedSampler.of(new GaussianExponential(gaussian, 1, true, 0), rule, TOP, 0.002));
      for (double above : new double[] {0.5, 1, 2}) {
        list.add(
            NamedSampler.of(new GaussianExponential(gaussian, 2, false, above), rule, TOP, 0.002));
      }
      surrogates.forEach((name, law) -> {
        for (int q = 1; q <= 3; q++) {
          Solver solver = new SurrogateExponential(law, q, false);
          list.add(
              NamedSampler.of(
                  solver.name() + " " + name + " " + rule.name(),
                  solver,
                  rule,
                  0.002,
                  new Start.Prior(),
                  TOP));
        }
      });
    }
    return list;
  }

  private static List<NamedSampler> last(
      GaussianMixture model, Map<String, GaussianMixture> surrogates) {
    List<NamedSampler> list = new ArrayList<>(Peers.all(TOP, 0.002));
    Gaussian gaussian = model.matchingGaussian();
    Surrogate g = new Surrogate(gaussian);
    GridRule rule = new LogUniformGrid();
    double skip = 5;
    for (double min : new double[] {0.1, 0.03}) {
      String key = "tail " + min + " ";
      list.add(tail(key + "2m", _ -> new Dpmpp2M(), g, rule, skip, min));
      list.add(tail(key + "unipc-2", _ -> new UniPc(2), g, rule, skip, min));
      list.add(tail(key + "unipc-3", _ -> new UniPc(3), g, rule, skip, min));
      list.add(tail(key + "ipndm-4", _ -> new Ipndm(4), g, rule, skip, min));
      list.add(tail(key + "deis-4", _ -> new Deis(4), g, rule, skip, min));
      list.add(tail(key + "g1", _ -> new GaussianExponential(gaussian, 1), g, rule, skip, min));
      list.add(tail(key + "g2", _ -> new GaussianExponential(gaussian, 2), g, rule, skip, min));
      list.add(tail(key + "g3", _ -> new GaussianExponential(gaussian, 3), g, rule, skip, min));
      list.add(
          tail(
              key + "g1pc",
              _ -> new GaussianExponential(gaussian, 1, true, 0),
              g,
              rule,
              skip,
              min));
      list.add(
          tail(
              key + "g2pc",
              _ -> new GaussianExponential(gaussian, 2, true, 0),
              g,
              rule,
              skip,
              min));
      list.add(
          tail(
              key + "g2pc seeded",
              seeded(new GaussianExponential(gaussian, 2, true, 0), g, 1),
              g,
              rule,
              skip,
              min));
      list.add(
          tail(
              key + "g2 above 1",
              _ -> new GaussianExponential(gaussian, 2, false, 1),
              g,
              rule,
              skip,
              min));
      list.add(
          tail(
              key + "g2pc above 1",
              _ -> new GaussianExponential(gaussian, 2, true, 1),
              g,
              rule,
              skip,
              min));
      for (String name : List.of("10lr16-other", "20lr16-all")) {
        GaussianMixture law = surrogates.get(name);
        list.add(
            tail(
                key + name + " s2",
                _ -> new SurrogateExponential(law, 2, false),
                g,
                rule,
                skip,
                min));
        list.add(
            tail(
                key + name + " s2pc",
                _ -> new SurrogateExponential(law, 2, true),
                g,
                rule,
                skip,
                min));
      }
    }
    return list;
  }

  private static List<NamedSampler> scan(
      GaussianMixture model, Map<String, GaussianMixture> surrogates) {
    List<NamedSampler> list = new ArrayList<>();
    Gaussian gaussian = model.matchingGaussian();
    Surrogate g = new Surrogate(gaussian);
    GaussianMixture law = surrogates.get("20lr16-all");
    for (double skip : new double[] {3, 4, 5.5}) {
      for (double min : new double[] {0.03, 0.06, 0.1}) {
        for (GridRule rule :
            List.of(new RhoGrid(3), new RhoGrid(5), new RhoGrid(8), new LogUniformGrid())) {
          String key = skip + " " + min + " " + rule.name() + " ";
          list.add(tail(key + "2m", _ -> new Dpmpp2M(), g, rule, skip, min));
          list.add(tail(key + "g2", _ -> new GaussianExponential(gaussian, 2), g, rule, skip, min));
          list.add(
              tail(
                  key + "g1pc",
                  _ -> new GaussianExponential(gaussian, 1, true, 0),
                  g,
                  rule,
                  skip,
                  min));
          list.add(
              tail(
                  key + "g2pc",
                  seeded(new GaussianExponential(gaussian, 2, true, 0), g, 1),
                  g,
                  rule,
                  skip,
                  min));
          list.add(
              tail(key + "s2", _ -> new SurrogateExponential(law, 2, false), g, rule, skip, min));
        }
      }
    }
    return list;
  }

  private static List<NamedSampler> tails(
      GaussianMixture model, Map<String, GaussianMixture> surrogates, String[] args) {
    List<NamedSampler> list = new ArrayList<>();
    double skip = Double.parseDouble(args[4]);
    double min = Double.parseDouble(args[5]);
    GridRule rule =
        args[6].equals("log") ? new LogUniformGrid() : new RhoGrid(Double.parseDouble(args[6]));
    Gaussian gaussian = model.matchingGaussian();
    Surrogate g = new Surrogate(gaussian);
    list.add(tail("2m", _ -> new Dpmpp2M(), g, rule, skip, min));
    list.add(tail("ipndm-3", _ -> new Ipndm(3), g, rule, skip, min));
    list.add(tail("g2", _ -> new GaussianExponential(gaussian, 2), g, rule, skip, min));
    list.add(
        tail("g2 seeded", seeded(new GaussianExponential(gaussian, 2), g, 1), g, rule, skip, min));
    list.add(
        tail("g3 seeded", seeded(new GaussianExponential(gaussian, 3), g, 2), g, rule, skip, min));
    list.add(
        tail(
            "g2pc seeded",
            seeded(new GaussianExponential(gaussian, 2, true, 0), g, 1),
            g,
            rule,
            skip,
            min));
    surrogates.forEach((name, law) -> {
      Surrogate s = new Surrogate(law);
      list.add(tail(name + " 2m, its jump", _ -> new Dpmpp2M(), s, rule, skip, min));
      list.add(
          tail(name + " s2", _ -> new SurrogateExponential(law, 2, false), s, rule, skip, min));
      list.add(
          tail(
              name + " s2 G jump",
              _ -> new SurrogateExponential(law, 2, false),
              g,
              rule,
              skip,
              min));
      list.add(
          tail(
              name + " s2 seeded",
              seeded(new SurrogateExponential(law, 2, false), s, 1),
              s,
              rule,
              skip,
              min));
      list.add(
          tail(
              name + " s3 seeded",
              seeded(new SurrogateExponential(law, 3, false), s, 2),
              s,
              rule,
              skip,
              min));
      list.add(
          tail(
              name + " s1pc seeded",
              seeded(new SurrogateExponential(law, 1, true), s, 1),
              s,
              rule,
              skip,
              min));
    });
    return list;
  }
}
