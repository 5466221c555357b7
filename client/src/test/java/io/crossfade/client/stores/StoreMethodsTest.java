package io.crossfade.client.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Router;
import io.crossfade.model.Route;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of a store when it is built, not when it is called. */
class StoreMethodsTest {
  private final Crossfade crossfade =
      Crossfade.over(
          new Router(new FixedRouteSource(Route.initial("shop"))), Duration.ofMinutes(1));

  @AfterEach
  void close() {
    crossfade.close();
  }

  /** Nothing is said of its methods. */
  public interface Plain {
    int look();

    void change();
  }

  private record Both() implements Plain {
    @Override
    public int look() {
      return 1;
    }

    @Override
    public void change() {}
  }

  private StoreBuilder<Plain> plain() {
    return crossfade.route("plain", Plain.class).source(new Both()).target(new Both());
  }

  @Test
  void methodsOfWhichNobodySaysAnythingAreNamed() {
    assertThatThrownBy(() -> plain().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plain.look() neither reads nor writes")
        .hasMessageContaining("Plain.change() neither reads nor writes");
  }

  @Test
  void theyMayBeNamedByTheBuilder() {
    assertThat(plain().reads("look").writes("change").build().look()).isEqualTo(1);
  }

  @Test
  void aNameThatIsNoMethodIsATypingMistake() {
    assertThatThrownBy(() -> plain().reads("look", "lok").writes("change").build())
        .hasMessageContaining("there is no method lok");
  }

  @Test
  void nothingDoesBoth() {
    assertThatThrownBy(() -> plain().reads("look", "change").writes("change").build())
        .hasMessageContaining("is said to read and to write");
  }

  /** Things that cannot be routed as they are. */
  public interface Awkward {
    @Writes
    CompletableFuture<String> later();

    @Writes
    void twoKeys(@Key String one, @Key String two);

    @Reads
    void arrays(@Key byte[] key);

    default int own() {
      return 1;
    }
  }

  private static final class AwkwardStore implements Awkward {
    @Override
    public CompletableFuture<String> later() {
      return CompletableFuture.completedFuture("");
    }

    @Override
    public void twoKeys(String one, String two) {}

    @Override
    public void arrays(byte[] key) {}

    @Override
    public int own() {
      return 2;
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    AwkwardStore store = new AwkwardStore();
    assertThatThrownBy(
            () -> crossfade.route("awkward", Awkward.class).source(store).target(store).build())
        .hasMessageContaining("later() writes and returns before it has")
        .hasMessageContaining("has two keys")
        .hasMessageContaining("has an array as its key")
        .hasMessageContaining(
            "own() is default, neither reads nor writes, and a store has its own");
  }

  @Test
  void bothSidesAndAPublicInterfaceAreNeeded() {
    assertThatThrownBy(() -> crossfade.route("plain", Plain.class).source(new Both()).build())
        .hasMessageContaining("needs a store for each side");
    assertThatThrownBy(
            () -> crossfade.route("hidden", Hidden.class).source(() -> {}).target(() -> {}).build())
        .hasMessageContaining("no public interface");
  }

  interface Hidden {
    void run();
  }
}
