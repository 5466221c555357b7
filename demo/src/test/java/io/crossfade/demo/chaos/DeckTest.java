package io.crossfade.demo.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private static final List<Victim> VICTIMS =
      List.of(
          new Stone("a", List.of(Fault.values())), new Stone("b", List.of(Fault.KILL, Fault.STOP)));

  @Test
  void everyFaultOfEveryVictimComesBeforeOneComesAgain() {
    Deck deck = new Deck(VICTIMS, new Random(1));
    for (int time = 0; time < 3; time++) {
      assertThat(new HashSet<>(draw(deck, 6))).hasSize(6);
    }
  }

  @Test
  void aSeedDecidesTheOrder() {
    List<Deck.Blow> one = draw(new Deck(VICTIMS, new Random(1)), 12);

    assertThat(draw(new Deck(VICTIMS, new Random(1)), 12)).isEqualTo(one);
    assertThat(draw(new Deck(VICTIMS, new Random(2)), 12)).isNotEqualTo(one);
  }

  private static List<Deck.Blow> draw(Deck deck, int count) {
    return Stream.generate(deck::draw).limit(count).toList();
  }

  /// Feels nothing.
  private record Stone(String name, List<Fault> faults) implements Victim {
    @Override
    public void suffer(Fault fault, Pause pause) throws InterruptedException {
      pause.take();
    }
  }
}
