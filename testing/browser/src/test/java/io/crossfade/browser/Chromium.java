package io.crossfade.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The browser of this machine, without a window.
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /// As the launcher says it.
  private static final String MISSING =
      "no browser was found: install Chromium (on Debian: apt-get install chromium), or say in CROSSFADE_CHROMIUM where it is";

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    Path executable = find();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-quic",
                            "--no-first-run")));
    return new Chromium(playwright, browser);
  }

  /// A screen of its own, for somebody who has not logged in.
  BrowserContext screen(Screen screen) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(screen.width(), screen.height())
            .setDeviceScaleFactor(screen.sharpness())
            .setColorScheme(screen.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
  }

  private static Path find() {
    String said = System.getenv("CROSSFADE_CHROMIUM");
    Stream<Path> places =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)));
    return Stream.concat(Stream.ofNullable(said).map(Path::of), places)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(MISSING));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
