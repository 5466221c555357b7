package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
  @TempDir Path directory;

  @Test
  void aTokenMayBeGivenAndIsNeverShown() {
    ControlPlane plane = ControlPlane.at("crossfade:http://one:7400/routes/shop", new Secret("s3"));
    assertThat(plane.routes()).isEqualTo(URI.create("http://one:7400/routes/shop"));
    assertThat(plane.token().reveal()).isEqualTo("s3");
    assertThat(plane.toString()).doesNotContain("s3");
    assertThatThrownBy(() -> ControlPlane.at("http://one:7400/routes/shop", new Secret("s3")))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("no connection string")
        .hasMessageNotContaining("s3");
  }

  @Test
  void aFileWithATokenMayHaveLinesAboveIt() throws IOException {
    Path file = directory.resolve("token");
    Supplier<ControlPlane> planes = ControlPlane.at("crossfade:http://one:7400/routes/shop", file);
    for (String text : List.of("s3\n", "crossfade:http://one:7400/routes/shop\ns3\n")) {
      Files.writeString(file, text);
      assertThat(planes.get().token().reveal()).isEqualTo("s3");
    }
    Files.writeString(file, "geheim\u0007geheim\n");
    assertThatThrownBy(planes::get)
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  /** Java's own words quote it, and a router logs why it has lost its control plane. */
  @Test
  void aTokenThatNoHeaderTakesIsNotQuoted() {
    ControlPlane plane =
        ControlPlane.at("crossfade:http://one:7400/routes/shop", new Secret("geheim\nx"));
    assertThatThrownBy(() -> new RouteEndpoint(plane, "app").report(RouterState.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("http://one:7400/routes/shop")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  @Test
  void aTokenFollowsAReferralButNotIntoTheClear() {
    ControlPlane plane =
        new ControlPlane(URI.create("https://one:7400/routes/shop%20two"), new Secret("t"));
    assertThat(plane.at("http://two:7400")).isEmpty();
    assertThat(plane.at("two:7400")).isEmpty();
    assertThat(plane.at("https://two:7400/"))
        .contains(
            new ControlPlane(URI.create("https://two:7400/routes/shop%20two"), plane.token()));
  }
}
