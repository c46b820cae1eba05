package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.linear.Bands;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.linear.WeightCurve;

/// A {@link Stacked} denoiser as named tensors: under `member.NNNN.` those of each member, with its
/// name and kind in the metadata; under `curve.NNNN.` levels, weights and threshold of each band;
/// under `bands.` their directions, if there are any.
///
/// @param models how members are written and read
record StackTensors(ModelTensors models) {

  void put(NamedTensors out, String prefix, Stacked stack) {
    for (int j = 0; j < stack.members().size(); j++) {
      NamedDenoiser member = stack.members().get(j);
      models.put(out, member(prefix, j), member.denoiser());
      out.put(member(prefix, j) + "name", member.name());
      out.put(member(prefix, j) + "kind", models.kind(member.denoiser()));
    }
    for (int b = 0; b < stack.curves().size(); b++) {
      WeightCurve curve = stack.curves().get(b);
      out.put(curve(prefix, b) + "sigmas", Tensor.of(curve.sigmas()));
      out.put(curve(prefix, b) + "weights", Tensor.of(curve.weights()));
      out.put(curve(prefix, b) + "negligible", Tensor.scalar(curve.negligible()));
    }
    stack
        .bands()
        .ifPresent(bands -> {
          out.put(prefix + "bands.basis", ModelTensors.compact(bands.basis()));
          Vector sizes = Vector.generate(bands.sizes().size(), b -> bands.sizes().get(b));
          out.put(prefix + "bands.sizes", Tensor.of(sizes));
        });
  }

  Stacked read(Shape shape, SafeTensors content, String prefix) {
    List<NamedDenoiser> members = new ArrayList<>();
    while (content.metadata().containsKey(member(prefix, members.size()) + "kind")) {
      String at = member(prefix, members.size());
      String name = ModelTensors.text(content, at + "name");
      String kind = ModelTensors.text(content, at + "kind");
      members.add(new NamedDenoiser(name, models.read(kind, shape, content, at)));
    }
    List<WeightCurve> curves = new ArrayList<>();
    while (content.tensors().containsKey(curve(prefix, curves.size()) + "sigmas")) {
      String at = curve(prefix, curves.size());
      curves.add(
          new WeightCurve(
              content.tensor(at + "sigmas").toVector(),
              content.tensor(at + "weights").toMatrix(),
              content.tensor(at + "negligible").get(0)));
    }
    return new Stacked(members, curves, bands(content, prefix));
  }

  private static Optional<Bands> bands(SafeTensors content, String prefix) {
    if (!content.tensors().containsKey(prefix + "bands.basis")) {
      return Optional.empty();
    }
    List<Integer> sizes =
        content.tensor(prefix + "bands.sizes").toVector().stream()
            .mapToObj(size -> (int) size)
            .toList();
    return Optional.of(new Bands(content.tensor(prefix + "bands.basis").toMatrix(), sizes));
  }

  private static String member(String prefix, int j) {
    return prefix + "member.%04d.".formatted(j);
  }

  private static String curve(String prefix, int b) {
    return prefix + "curve.%04d.".formatted(b);
  }
}
