package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store has to offer, whatever it is made of. */
public interface ItemStoreContract<V> {
  ItemStore<V> store() throws Exception;

  /** A value of the item with this key, the same for the same text. */
  V value(String key, String text);

  @Test
  default void whatNeverWasHasNoVersion() throws Exception {
    assertThat(store().read("1")).isEqualTo(new Versioned<V>(0, null));
  }

  @Test
  default void whatIsPutIsReadWithItsVersion() throws Exception {
    assertThat(put("1", 7, "a")).isTrue();
    assertThat(store().read("1")).isEqualTo(state("1", 7, "a"));
  }

  @Test
  default void onlyANewerVersionIsTaken() throws Exception {
    put("1", 7, "a");
    assertThat(put("1", 7, "same")).isFalse();
    assertThat(put("1", 6, "older")).isFalse();
    assertThat(store().read("1")).isEqualTo(state("1", 7, "a"));
    assertThat(put("1", 9, "newer")).isTrue();
    assertThat(store().read("1")).isEqualTo(state("1", 9, "newer"));
  }

  @Test
  default void aDeletionIsRememberedByItsVersion() throws Exception {
    put("1", 7, "a");
    assertThat(put("1", 8, null)).isTrue();
    assertThat(put("1", 7, "late")).as("a mirror that arrives after its delete").isFalse();
    assertThat(store().read("1")).isEqualTo(new Versioned<V>(8, null));
    assertThat(put("1", 9, "anew")).isTrue();
    assertThat(store().read("1")).isEqualTo(state("1", 9, "anew"));
  }

  @Test
  default void aDeletionMayComeFirst() throws Exception {
    assertThat(put("1", 8, null)).isTrue();
    assertThat(put("1", 7, "late")).isFalse();
    assertThat(store().read("1")).isEqualTo(new Versioned<V>(8, null));
  }

  @Test
  default void itemsAreIndependent() throws Exception {
    put("1", 7, "a");
    put("2", 3, "b");
    assertThat(store().read("1")).isEqualTo(state("1", 7, "a"));
    assertThat(store().read("2")).isEqualTo(state("2", 3, "b"));
  }

  @Test
  default void ofManyAtOnceTheNewestStays() throws Exception {
    ItemStore<V> store = store();
    int rivals = 4;
    int rounds = 25;
    CyclicBarrier together = new CyclicBarrier(rivals);
    ExecutorService threads = Executors.newFixedThreadPool(rivals);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int rival = 0; rival < rivals; rival++) {
        int first = rival;
        ends.add(
            threads.submit(() -> {
              for (int round = 0; round < rounds; round++) {
                together.await();
                int version = round * rivals + (first + round) % rivals + 1;
                store.put("1", state("1", version, "v" + version));
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    int newest = rivals * rounds;
    assertThat(store.read("1")).isEqualTo(state("1", newest, "v" + newest));
  }

  private boolean put(String key, long version, @Nullable String text) throws Exception {
    return store().put(key, state(key, version, text));
  }

  private Versioned<V> state(String key, long version, @Nullable String text) {
    return new Versioned<>(version, text == null ? null : value(key, text));
  }
}
