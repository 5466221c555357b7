package io.crossfade.demo.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// Every fault of every victim once, in the order that the seed says; then all of them again in
/// another one. So a short round has seen each kind too.
final class Deck {
  private final List<Blow> all = new ArrayList<>();
  private final Deque<Blow> left = new ArrayDeque<>();
  private final Random random;

  record Blow(Victim victim, Fault fault) {}

  Deck(List<Victim> victims, Random random) {
    this.random = random;
    for (Victim victim : victims) {
      victim.faults().forEach(fault -> all.add(new Blow(victim, fault)));
    }
  }

  Blow draw() {
    if (left.isEmpty()) {
      List<Blow> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, random);
      left.addAll(shuffled);
    }
    return left.remove();
  }
}
