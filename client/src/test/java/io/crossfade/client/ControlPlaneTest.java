package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
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
