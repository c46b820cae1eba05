/// Settings of other libraries, in our terms, with every difference that remains said aloud.
///
/// A run of diffusers is described by its `scheduler_config.json`, one of A1111, k-diffusion or
/// ComfyUI by the names of a sampler and a schedule. Both say where noise levels lie and how to
/// step between them; the file also what its network predicts and on which process it was trained.
/// Here these are four things: a solver, a grid, and a prediction and a schedule in a wiring.
///
/// ```java
/// SchedulerConfig config = SchedulerConfig.read(Path.of("scheduler_config.json"));
/// ImportedSampler imported = config.sampler(20);    // solver, grid, differences
/// Wiring wiring = config.network().orElseThrow().applyTo(own);
/// ImportedSampler other =
///     SamplerName.parse("DPM++ 2M Karras").sampler(20, NoiseRange.stableDiffusion());
/// ```
///
/// What makes it work is that all these libraries integrate one ODE. DDIM is Euler's method in the
/// coordinates used here, PNDM is Adams-Bashforth with a Runge-Kutta start, an "ancestral" step is
/// a deterministic one followed by noise; a table of betas, a Karras grid or a shifted flow are
/// lists of levels. What is left differs in detail: where the last step goes, which order it has,
/// what a network is told between two timesteps, whether samples are clipped. Those details are
/// kept where they move a result ({@link org.scorefield.interop.SchedulerConfig}): the constants
/// that diffusers tests its schedulers with are met through their files, to single precision. Where
/// they are not kept, {@link org.scorefield.interop.ImportedSampler#differences} has a sentence for
/// each.
///
/// The catalogues are one line a class and one a name; `docs/from-other-tools.md` is made of them.
/// Whatever is not in them is refused, with the nearest that is and what to do. Reading runs
/// nothing.
@NullMarked
package org.scorefield.interop;

import org.jspecify.annotations.NullMarked;
