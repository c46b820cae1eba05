package org.scorefield.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.sampling.solver.Dpm2;
import org.scorefield.sampling.solver.Dpm2Ancestral;
import org.scorefield.sampling.solver.DpmppSde;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.FlowHeun;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Lms;

/// The catalogue of diffusers' scheduler classes that can be read: one line a class, which brings
/// its row in the documentation and its tests. The options are those of its constructor at commit
/// 58eb52c (August 2026); what stands in a file beyond them is an option of another class, which
/// diffusers ignores too, or a mistake.
final class SchedulerClasses {
  private static final List<String> TABLE =
      List.of(
          "num_train_timesteps",
          "beta_start",
          "beta_end",
          "beta_schedule",
          "trained_betas",
          "prediction_type");
  private static final List<String> SPACED = List.of("timestep_spacing", "steps_offset");
  private static final List<String> PLACED =
      List.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas");
  private static final List<String> CLIPPED = List.of("clip_sample", "clip_sample_range");
  private static final List<String> THRESHOLDED =
      List.of("thresholding", "dynamic_thresholding_ratio", "sample_max_value");
  private static final List<String> EDM =
      List.of(
          "sigma_min",
          "sigma_max",
          "sigma_data",
          "sigma_schedule",
          "num_train_timesteps",
          "prediction_type",
          "rho",
          "final_sigmas_type");
  private static final List<String> FLOW =
      List.of("use_flow_sigmas", "flow_shift", "use_dynamic_shifting", "time_shift_type");
  private static final List<String> DPM =
      List.of(
          "solver_order",
          "algorithm_type",
          "solver_type",
          "lower_order_final",
          "lambda_min_clipped",
          "variance_type",
          "final_sigmas_type");

  static final List<SchedulerClass> ALL =
      List.of(
          of(
              "DDIMScheduler",
              "euler",
              Trained::whole,
              DdimFamily::ddim,
              TABLE,
              SPACED,
              CLIPPED,
              THRESHOLDED,
              List.of("set_alpha_to_one", "rescale_betas_zero_snr")),
          of(
              "DDIMParallelScheduler",
              "euler",
              Trained::whole,
              DdimFamily::ddim,
              TABLE,
              SPACED,
              CLIPPED,
              THRESHOLDED,
              List.of("set_alpha_to_one", "rescale_betas_zero_snr")),
          of(
              "DDPMScheduler",
              "ddpm",
              Trained::whole,
              DdimFamily::ddpm,
              TABLE,
              SPACED,
              CLIPPED,
              THRESHOLDED,
              List.of("variance_type", "rescale_betas_zero_snr")),
          of(
              "DDPMParallelScheduler",
              "ddpm",
              Trained::whole,
              DdimFamily::ddpm,
              TABLE,
              SPACED,
              CLIPPED,
              THRESHOLDED,
              List.of("variance_type", "rescale_betas_zero_snr")),
          of(
              "PNDMScheduler",
              "pndm, ipndm-4-heun",
              Trained::whole,
              DdimFamily::pndm,
              TABLE,
              SPACED,
              List.of("skip_prk_steps", "set_alpha_to_one")),
          of(
              "LMSDiscreteScheduler",
              "lms-4",
              Trained::fractional,
              EulerFamily.usual(new Lms(4)),
              TABLE,
              SPACED,
              PLACED),
          of(
              "EulerDiscreteScheduler",
              "euler",
              Trained::fractional,
              EulerFamily.usual(new Euler()),
              TABLE,
              SPACED,
              PLACED,
              List.of(
                  "interpolation_type",
                  "sigma_min",
                  "sigma_max",
                  "timestep_type",
                  "rescale_betas_zero_snr",
                  "final_sigmas_type")),
          of(
              "EulerAncestralDiscreteScheduler",
              "euler-ancestral",
              Trained::fractional,
              EulerFamily.usual(new EulerAncestral()),
              TABLE,
              SPACED,
              List.of("rescale_betas_zero_snr")),
          of(
              "HeunDiscreteScheduler",
              "heun",
              Trained::latent,
              EulerFamily.latent(new Heun()),
              TABLE,
              SPACED,
              PLACED,
              CLIPPED),
          of(
              "KDPM2DiscreteScheduler",
              "dpm-2",
              Trained::latent,
              EulerFamily.latent(new Dpm2()),
              TABLE,
              SPACED,
              PLACED),
          of(
              "KDPM2AncestralDiscreteScheduler",
              "dpm-2-ancestral",
              Trained::latent,
              EulerFamily.latent(new Dpm2Ancestral()),
              TABLE,
              SPACED,
              PLACED),
          of(
              "DPMSolverSDEScheduler",
              "dpmpp-sde",
              Trained::latent,
              EulerFamily.latent(new DpmppSde()),
              TABLE,
              SPACED,
              PLACED,
              List.of("noise_sampler_seed")),
          of(
              "DPMSolverMultistepScheduler",
              "dpmpp-2m, dpmpp-3m, dpm-solver-2m, dpm-solver-3m, dpmpp-2m-sde, dpmpp-1-sde",
              Trained::whole,
              DpmFamily::multistep,
              TABLE,
              SPACED,
              THRESHOLDED,
              PLACED,
              FLOW,
              DPM,
              List.of("euler_at_final", "use_lu_lambdas", "rescale_betas_zero_snr")),
          of(
              "DPMSolverSinglestepScheduler",
              "dpmpp-singlestep-2, -3",
              Trained::whole,
              DpmFamily::singlestep,
              TABLE,
              THRESHOLDED,
              PLACED,
              FLOW,
              DPM),
          of(
              "DEISMultistepScheduler",
              "deis in ln sigma",
              Trained::whole,
              DpmFamily::deis,
              TABLE,
              SPACED,
              THRESHOLDED,
              PLACED,
              FLOW,
              List.of("solver_order", "algorithm_type", "solver_type", "lower_order_final")),
          of(
              "UniPCMultistepScheduler",
              "unipc-1, -2, -3",
              Trained::whole,
              DpmFamily::uniPc,
              TABLE,
              SPACED,
              THRESHOLDED,
              PLACED,
              FLOW,
              List.of(
                  "solver_order",
                  "predict_x0",
                  "solver_type",
                  "lower_order_final",
                  "disable_corrector",
                  "solver_p",
                  "final_sigmas_type",
                  "rescale_betas_zero_snr",
                  "sigma_min",
                  "sigma_max",
                  "shift_terminal")),
          of(
              "IPNDMScheduler",
              "ipndm-4",
              options -> Optional.empty(),
              IpndmFamily::draft,
              List.of("num_train_timesteps", "trained_betas")),
          of("EDMEulerScheduler", "euler", Trained::edm, DpmFamily::edmEuler, EDM),
          of(
              "EDMDPMSolverMultistepScheduler",
              "dpmpp-2m, dpmpp-3m, dpmpp-2m-sde",
              Trained::edm,
              DpmFamily::edm,
              EDM,
              THRESHOLDED,
              List.of(
                  "solver_order",
                  "algorithm_type",
                  "solver_type",
                  "lower_order_final",
                  "euler_at_final")),
          of(
              "FlowMatchEulerDiscreteScheduler",
              "euler",
              Trained::flow,
              FlowFamily.matching(new Euler()),
              PLACED,
              List.of(
                  "num_train_timesteps",
                  "shift",
                  "use_dynamic_shifting",
                  "base_shift",
                  "max_shift",
                  "base_image_seq_len",
                  "max_image_seq_len",
                  "invert_sigmas",
                  "shift_terminal",
                  "time_shift_type",
                  "stochastic_sampling")),
          of(
              "FlowMatchHeunDiscreteScheduler",
              "flow-heun",
              Trained::flow,
              FlowFamily.matching(new FlowHeun()),
              List.of("num_train_timesteps", "shift")));

  /// Classes that are known and have no counterpart, with what to do.
  static final List<Refused> REFUSED =
      List.of(
          new Refused(
              "DDIMInverseScheduler",
              "it runs from data to noise",
              "the way back from data is what the likelihood integrates; no command samples along it"),
          new Refused(
              "DPMSolverMultistepInverseScheduler",
              "it runs from data to noise",
              "the way back from data is what the likelihood integrates; no command samples along it"),
          new Refused(
              "SASolverScheduler",
              "its stochastic Adams steps with a tau function have no counterpart",
              "the nearest is DPMSolverMultistepScheduler with \"algorithm_type\": \"sde-dpmsolver++\""),
          new Refused(
              "LCMScheduler",
              "it is for networks distilled to jump to clean data, with their own boundary scaling",
              "for a network that is not distilled take DDIMScheduler"),
          new Refused(
              "TCDScheduler",
              "it is for networks distilled to jump to clean data",
              "for a network that is not distilled take DDIMScheduler"),
          new Refused(
              "CMStochasticIterativeScheduler",
              "it is for consistency models",
              "for a network that is not distilled take EDMEulerScheduler"),
          new Refused(
              "CosineDPMSolverMultistepScheduler",
              "its noise sampler and its preconditioning are its own",
              "the nearest is EDMDPMSolverMultistepScheduler with \"algorithm_type\": \"sde-dpmsolver++\" and \"sigma_schedule\": \"exponential\""),
          new Refused(
              "ScoreSdeVeScheduler",
              "its predictor and corrector have no counterpart",
              "take EDMEulerScheduler with the same sigma_min and sigma_max and \"sigma_schedule\": \"exponential\""),
          new Refused(
              "RePaintScheduler",
              "it fills in parts of a picture",
              "for unconditional samples take DDPMScheduler"),
          new Refused(
              "UnCLIPScheduler",
              "it interpolates learned variances",
              "take DDPMScheduler with \"variance_type\": \"fixed_small\""));

  /// @param name of the class
  /// @param why it cannot be read
  /// @param cure what to do
  record Refused(String name, String why, String cure) {}

  private static final Catalogue<SchedulerClass> CATALOGUE =
      new Catalogue<>("scheduler class", ALL, SchedulerClass::name);

  private SchedulerClasses() {}

  static Optional<SchedulerClass> named(String name) {
    return CATALOGUE.named(name);
  }

  static List<String> names() {
    return CATALOGUE.names();
  }

  /// Options of any class.
  static List<String> options() {
    return ALL.stream().flatMap(c -> c.options().stream()).distinct().toList();
  }

  @SafeVarargs
  private static SchedulerClass of(
      String name,
      String solver,
      SchedulerClass.NetworkReader network,
      SchedulerClass.Importer importer,
      List<String>... options) {
    List<String> all = new ArrayList<>();
    for (List<String> some : options) {
      all.addAll(some);
    }
    return new SchedulerClass(name, List.copyOf(all), solver, network, importer);
  }
}
