package org.scorefield.experiment;

import java.util.Optional;
import org.scorefield.doctor.Conclusion;
import org.scorefield.doctor.Doctor;

/// What a doctor found.
///
/// @param record of the run
/// @param conclusion the verdict
/// @param report what it rests on
/// @param scale standard deviation of the data
/// @param corrected the wiring that is right, as YAML, where the stated one is wrong
public record DoctorResult(
    RunRecord record,
    Conclusion conclusion,
    Doctor.Report report,
    double scale,
    Optional<String> corrected) {}
