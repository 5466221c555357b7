package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final RemotePlace PLACE =
      new RemotePlace.AtServer(URI.create("http://127.0.0.1:1"), new Secret("t"), null);

  /// A watch must not hang for ever on a process that was stopped.
  @Test
  void howItIsDoingIsAnsweredSoonOrNever() {
    assertThat(asked("GET", "/migrations/shop/status").timeout()).isPresent();
    assertThat(asked("GET", "/migrations?limit=200").timeout()).isPresent();
  }

  /// Comparing everything may take hours.
  @Test
  void whatHasToBeDoneFirstIsWaitedFor() {
    assertThat(asked("POST", "/migrations/shop/verify").timeout()).isEmpty();
    assertThat(asked("GET", "/migrations/shop/plan").timeout()).isEmpty();
  }

  private static HttpRequest asked(String method, String path) {
    return new Question(method, path, "", "shop", "ada@desk").request(PLACE, "key");
  }

  /// Java's own words quote it.
  @Test
  void aTokenThatNoHeaderTakesIsNotQuoted() {
    var place = new RemotePlace.AtServer(PLACE.url(), new Secret("geheim\n"), null);
    var question = new Question("GET", "/migrations/shop/status", "", "shop", "ada@desk");
    assertThatThrownBy(() -> question.request(place, "key"))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("the server http://127.0.0.1:1 cannot be asked")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }
}
