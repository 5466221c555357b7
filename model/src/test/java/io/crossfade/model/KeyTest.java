package io.crossfade.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTest {
  @Test
  void aKeyOfOneValueIsItsValue() {
    assertThat(Key.of("42").text()).isEqualTo("42");
    assertThat(Key.of("a,b\\c").text()).isEqualTo("a\\,b\\\\c");
  }

  @Test
  void aKeyIsReadFromItsTextAndNoTwoHaveTheSame() {
    Set<String> texts = new HashSet<>();
    List<Key> keys = keys();
    for (Key key : keys) {
      assertThat(Key.parse(key.text())).isEqualTo(key);
      texts.add(key.text());
    }
    assertThat(texts).hasSameSizeAs(keys);
  }

  private static List<Key> keys() {
    List<String> values = new ArrayList<>(List.of(""));
    for (int i = 0; i < values.size() && values.get(i).length() < 3; i++) {
      for (String next : List.of("a", ",", "\\")) {
        values.add(values.get(i) + next);
      }
    }
    List<Key> keys = new ArrayList<>();
    for (String first : values) {
      keys.add(Key.of(first));
      values.forEach(second -> keys.add(Key.of(first, second)));
    }
    return keys;
  }

  @Test
  void whatIsNoKeysTextIsRefused() {
    assertThatThrownBy(() -> Key.parse("a\\")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Key.parse("a\\b")).isInstanceOf(IllegalArgumentException.class);
  }
}
