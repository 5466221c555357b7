package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
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
