package org.scorefield.data.file;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.scorefield.array.Batch;
import org.scorefield.data.AtomicFile;

/// A way to draw samples as one PNG: {@link PictureGrid} for images, {@link ScatterPicture} for
/// points of the plane.
public sealed interface SamplePicture permits PictureGrid, ScatterPicture {

  /// Draws the samples; the same samples give the same picture.
  BufferedImage draw(Batch samples);

  /// The picture that suits these samples, if they can be seen at all: a grid near a square for
  /// images in [-1, 1], a scatter for pairs of numbers.
  static Optional<SamplePicture> fitting(Batch samples) {
    if (samples.count() == 0) {
      return Optional.empty();
    }
    if (samples.shape().isImage()) {
      return Optional.of(PictureGrid.fitting(samples));
    }
    return samples.shape().size() == 2
        ? Optional.of(ScatterPicture.fitting(samples))
        : Optional.empty();
  }

  /// The picture as the bytes of a PNG file.
  default byte[] png(Batch samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(draw(samples), "png", out)) {
        throw new IllegalStateException("this Java runtime cannot write PNG; use one that can");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Writes the picture as a PNG file, whole or not at all.
  default void write(Path file, Batch samples) {
    byte[] png = png(samples);
    AtomicFile.write(file, out -> out.write(png));
  }
}
