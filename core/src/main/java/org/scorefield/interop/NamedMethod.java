package org.scorefield.interop;

import java.util.List;
import java.util.Optional;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.DataSlope;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpm2;
import org.scorefield.sampling.solver.Dpm2Ancestral;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp2MSde;
import org.scorefield.sampling.solver.Dpmpp2SAncestral;
import org.scorefield.sampling.solver.Dpmpp3MSde;
import org.scorefield.sampling.solver.DpmppSde;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Finish;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.IpndmV;
import org.scorefield.sampling.solver.Lms;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.sampling.solver.Warmup;

/// A method as A1111 and k-diffusion name it: one line each, which brings its row in the
/// documentation and its tests.
///
/// @param label A1111's name, or the one in use
/// @param function of k-diffusion or ComfyUI, without `sample_`
/// @param solver what it is here
/// @param schedule A1111's default
/// @param leavesOut whether it is given a grid of one more step without its last positive level
/// @param remark what is not the same, if anything
record NamedMethod(
    String label,
    String function,
    Solver solver,
    SigmaSchedule schedule,
    boolean leavesOut,
    Optional<String> remark) {

  private static final SigmaSchedule KARRAS = schedule("Karras");
  private static final SigmaSchedule EXPONENTIAL = schedule("Exponential");
  private static final SigmaSchedule UNIFORM = schedule("Uniform");
  private static final SigmaSchedule DDIM = schedule("DDIM");

  static final List<NamedMethod> ALL =
      List.of(
          of("Euler a", "euler_ancestral", new EulerAncestral(), UNIFORM),
          of("Euler", "euler", new Euler(), UNIFORM),
          of("LMS", "lms", new Lms(4), UNIFORM),
          of("Heun", "heun", new Heun(), UNIFORM),
          shortened("DPM2", "dpm_2", new Dpm2(), KARRAS),
          shortened("DPM2 a", "dpm_2_ancestral", new Dpm2Ancestral(), KARRAS),
          of("DPM++ 2S a", "dpmpp_2s_ancestral", new Dpmpp2SAncestral(), KARRAS),
          of("DPM++ 2M", "dpmpp_2m", new Dpmpp2M(), KARRAS),
          of("DPM++ SDE", "dpmpp_sde", new DpmppSde(), KARRAS),
          of("DPM++ 2M SDE", "dpmpp_2m_sde", new Dpmpp2MSde(DataSlope.MIDPOINT), EXPONENTIAL),
          of("DPM++ 2M SDE Heun", "dpmpp_2m_sde_heun", new Dpmpp2MSde(DataSlope.HEUN), EXPONENTIAL),
          shortened("DPM++ 3M SDE", "dpmpp_3m_sde", new Dpmpp3MSde(), EXPONENTIAL),
          of("DDPM", "ddpm", FrozenScoreSde.ddpm(), UNIFORM),
          saying(
              of("DDIM", "ddim", new Euler(), DDIM),
              "A1111 ends DDIM at the lowest level of the table, here it goes on to 0."),
          saying(
              of("PLMS", "plms", new Ipndm(4, Warmup.HEUN), DDIM),
              "A1111 ends PLMS at the lowest level of the table, here it goes on to 0."),
          saying(
              shortened(
                  "UniPC", "uni_pc", new UniPc(3, UniPc.Variant.BH1, Finish.RAMP_DOWN), UNIFORM),
              "A1111 places UniPC's levels by its own interpolation of the table and ends at the lowest; here as ComfyUI does."),
          shortened(
              "UniPC BH2",
              "uni_pc_bh2",
              new UniPc(3, UniPc.Variant.BH2, Finish.RAMP_DOWN),
              UNIFORM),
          of("iPNDM", "ipndm", new Ipndm(4), KARRAS),
          of("iPNDM_v", "ipndm_v", new IpndmV(4, IpndmV.Weights.RELEASED, Warmup.RAMP), KARRAS),
          saying(
              of("DEIS", "deis", new Deis(3), KARRAS),
              "ComfyUI sums the weights of DEIS over rectangles; here they are exact, which is 1e-4 of a weight."));

  /// Names that are known and have no counterpart.
  ///
  /// @param names lower case
  /// @param why there is none
  /// @param cure what to take
  record Refused(List<String> names, String why, String cure) {}

  static final List<Refused> REFUSED =
      List.of(
          new Refused(
              List.of("dpm fast", "dpm_fast"),
              "it places its own levels for steps of order 3",
              "take dpmpp-singlestep-3 (DPMSolverSinglestepScheduler), or DPM++ 2M"),
          new Refused(
              List.of("dpm adaptive", "dpm_adaptive"),
              "its steps are its own choice",
              "take --solver dormand-prince, which chooses its steps too"),
          new Refused(
              List.of("restart"),
              "going back up to a level several times has no counterpart",
              "take --solver heun-churn, which adds noise step by step"),
          new Refused(
              List.of("lcm"), "it is for networks distilled to jump to clean data", "take Euler a"),
          new Refused(List.of("heunpp2"), "its three-stage steps have no counterpart", "take Heun"),
          new Refused(
              List.of(
                  "euler_cfg_pp",
                  "euler_ancestral_cfg_pp",
                  "dpmpp_2m_cfg_pp",
                  "dpmpp_2s_ancestral_cfg_pp",
                  "ddim cfg++"),
              "CFG++ steps with the unconditional prediction, which a sampler here does not see",
              "take the method of the same name without it, with a smaller guidance weight"),
          new Refused(
              List.of(
                  "res_multistep",
                  "gradient_estimation",
                  "er_sde",
                  "seeds_2",
                  "seeds_3",
                  "sa_solver"),
              "it has no counterpart yet",
              "take DPM++ 2M, or of those that draw noise DPM++ 2M SDE"));

  private static SigmaSchedule schedule(String label) {
    return SigmaSchedule.ALL.stream()
        .filter(s -> s.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static NamedMethod of(
      String label, String function, Solver solver, SigmaSchedule schedule) {
    return new NamedMethod(label, function, solver, schedule, false, Optional.empty());
  }

  private static NamedMethod shortened(
      String label, String function, Solver solver, SigmaSchedule schedule) {
    return new NamedMethod(label, function, solver, schedule, true, Optional.empty());
  }

  private static NamedMethod saying(NamedMethod method, String remark) {
    return new NamedMethod(
        method.label,
        method.function,
        method.solver,
        method.schedule,
        method.leavesOut,
        Optional.of(remark));
  }
}
