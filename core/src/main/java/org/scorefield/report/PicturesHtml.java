package org.scorefield.report;

/// Writes rows of pictures.
final class PicturesHtml {

  private PicturesHtml() {}

  static void write(Markup page, Pictures pictures) {
    boolean strip = pictures.layout() == Pictures.Layout.STRIP;
    page.open("figure", "class", "pictures " + (strip ? "strip" : "side-by-side"));
    if (strip) {
      page.open(
          "div",
          "class",
          "scroll",
          "tabindex",
          "0",
          "role",
          "group",
          "aria-label",
          pictures.caption());
    }
    for (Pictures.Row row : pictures.rows()) {
      if (!row.label().isEmpty()) {
        page.leaf("p", row.label(), "class", "row-label");
      }
      page.open("div", "class", "row");
      row.pictures().forEach(picture -> picture(page, picture));
      page.close();
    }
    if (strip) {
      page.close();
    }
    page.open("figcaption").prose(pictures.caption()).close();
    page.close();
  }

  private static void picture(Markup page, Pictures.Picture picture) {
    page.open("div", "class", "picture");
    page.empty(
        "img",
        "src",
        picture.png().dataUri(),
        "alt",
        picture.alternative(),
        "width",
        String.valueOf(picture.png().width()),
        "height",
        String.valueOf(picture.png().height()));
    if (!picture.caption().isEmpty()) {
      page.open("p").prose(picture.caption()).close();
    }
    page.close();
  }
}
