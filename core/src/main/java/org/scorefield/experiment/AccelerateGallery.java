package org.scorefield.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scorefield.array.Batch;
import org.scorefield.design.PeerContest;
import org.scorefield.experiment.AccelerateResult.Seen;

/// The first few samples of every run of a comparison.
final class AccelerateGallery implements PeerContest.Gallery {
  private static final int IMAGES = 8;

  /// Points of a plane are seen as a cloud, or not at all.
  private static final int POINTS = 512;

  private final Map<Seen, Batch> hung = new LinkedHashMap<>();

  @Override
  public void hang(String sampler, int evaluations, Batch first) {
    boolean plane = first.shape().size() == 2;
    if (plane || first.shape().isImage()) {
      hung.put(
          new Seen(sampler, evaluations),
          first.slice(0, Math.min(plane ? POINTS : IMAGES, first.count())));
    }
  }

  Map<Seen, Batch> all() {
    return hung;
  }
}
