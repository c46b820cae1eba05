package org.scorefield.report;

import java.util.List;

/// Writes a report as one HTML page.
///
/// The page loads nothing: style, script and pictures are inside, and its content security policy
/// makes the browser refuse anything else. Script and style stand in CDATA sections behind
/// comments, so that HTML and XML parsers both read them as they are.
public final class Html {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
          + " base-uri 'none'; form-action 'none'";
  private static final String ICON =
      "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22"
          + "%3E%3Crect width=%2216%22 height=%2216%22 rx=%224%22 fill=%22%230b5cad%22/%3E%3Cpath"
          + " d=%22M3 11c3 0 3-6 5-6s2 6 5 6%22 fill=%22none%22 stroke=%22white%22"
          + " stroke-width=%221.6%22 stroke-linecap=%22round%22/%3E%3C/svg%3E";

  private Html() {}

  /// The page: a pure function of the report. The chart library (1 MB) is inside only if there is a
  /// chart.
  public static String render(Report report) {
    Markup page = new Markup();
    page.trusted("<!DOCTYPE html>\n").open("html", "lang", "en");
    head(page, report);
    page.open("body");
    page.leaf("a", "Skip to the report", "class", "skip", "href", "#report");
    page.open("div", "class", "page");
    masthead(page, report);
    page.open("main", "id", "report");
    BlockHtml lead = new BlockHtml(page, "lead");
    if (!report.lead().isEmpty()) {
      page.open("div", "class", "lead");
      report.lead().forEach(lead::write);
      page.close();
    }
    contents(page, report.sections());
    for (int i = 0; i < report.sections().size(); i++) {
      section(page, report.sections().get(i), "section-" + (i + 1));
    }
    page.close();
    boolean charts = hasChart(report);
    footer(page, charts);
    page.close();
    if (charts) {
      script(page, Assets.chartLibrary());
      script(page, Assets.charts());
    }
    script(page, Assets.script());
    return page.close().close().done();
  }

  private static void head(Markup page, Report report) {
    page.open("head")
        .empty("meta", "charset", "utf-8")
        .empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .empty("meta", "name", "color-scheme", "content", "light dark")
        .leaf("title", report.title())
        .empty("link", "rel", "icon", "href", ICON)
        .open("style")
        .trusted("/*<![CDATA[*/\n" + Assets.style() + "/*]]>*/")
        .close();
    script(page, "document.documentElement.classList.add('js');");
    page.close();
  }

  private static void masthead(Markup page, Report report) {
    page.open("header", "class", "masthead");
    page.leaf("p", "Scorefield", "class", "brand");
    page.leaf("h1", report.title());
    if (!report.subtitle().isEmpty()) {
      page.open("p", "class", "subtitle").prose(report.subtitle()).close();
    }
    page.close();
  }

  private static void contents(Markup page, List<Section> sections) {
    if (sections.size() < 3) {
      return;
    }
    page.open("nav", "class", "contents", "aria-label", "Contents").open("ol");
    for (int i = 0; i < sections.size(); i++) {
      page.open("li").leaf("a", sections.get(i).heading(), "href", "#section-" + (i + 1)).close();
    }
    page.close().close();
  }

  private static void section(Markup page, Section section, String id) {
    page.open("section", "id", id, "aria-labelledby", id + "-heading");
    page.leaf("h2", section.heading(), "id", id + "-heading");
    if (!section.text().isEmpty()) {
      page.open("p", "class", "explanation").prose(section.text()).close();
    }
    BlockHtml blocks = new BlockHtml(page, id);
    section.blocks().forEach(blocks::write);
    page.close();
  }

  private static void footer(Markup page, boolean charts) {
    page.open("footer").open("p");
    page.text("Written by Scorefield. This file is complete: it loads nothing from the network.");
    if (charts) {
      page.text(" Charts are drawn by Apache ECharts 5.3.1 (Apache License 2.0).");
    }
    page.close().close();
  }

  private static void script(Markup page, String script) {
    page.open("script").trusted("//<![CDATA[\n" + script + "\n//]]>").close();
  }

  private static boolean hasChart(Report report) {
    return report.lead().stream().anyMatch(Chart.class::isInstance)
        || report.sections().stream()
            .flatMap(section -> section.blocks().stream())
            .anyMatch(Chart.class::isInstance);
  }
}
