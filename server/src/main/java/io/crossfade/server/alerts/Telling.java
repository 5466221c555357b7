package io.crossfade.server.alerts;

import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.store.Store;
import io.crossfade.server.hosting.KnownStates;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Tells one channel of what happens to all migrations, in the order of each one's events. What was
/// told is kept in the store: each message is told at least once, whoever dies and goes on.
final class Telling {
  private static final int AT_ONCE = 500;

  private final Channel channel;
  private final Set<Message.Kind> kinds;
  private final Templates templates;
  private final Source source;
  private final Health health;

  /// How far this process has looked, which is never behind what was told.
  private final Map<String, Place> places = new HashMap<>();

  /// @param told the number in the store
  private record Place(MigrationState state, long seq, long told) {}

  /// Where events come from, and who asks for them.
  record Source(Store store, KnownStates states, String holder) {}

  /// @param kinds of messages that the channel is for
  Telling(
      Channel channel, Set<Message.Kind> kinds, Templates templates, Source source, Health health) {
    this.channel = channel;
    this.kinds = kinds;
    this.templates = templates;
    this.source = source;
    this.health = health;
  }

  /// Begins with what happens from now on, where the channel is new.
  void introduce() {
    source.store().messages().introduce(channel.name(), newest());
  }

  /// Tells what has happened since. Throws where the channel does not take it.
  void tell() throws IOException, InterruptedException {
    Map<String, Long> newest = newest();
    Map<String, Long> told = source.store().messages().of(channel.name());
    for (String migration : newest.keySet()) {
      tell(migration, told.getOrDefault(migration, 0L), newest.getOrDefault(migration, 0L));
    }
  }

  private Map<String, Long> newest() {
    Map<String, Long> newest = new TreeMap<>();
    for (String migration : source.store().manifests().migrations()) {
      newest.put(migration, source.states().of(migration).seq());
    }
    return newest;
  }

  private void tell(String migration, long told, long newest)
      throws IOException, InterruptedException {
    if (told >= newest) {
      return;
    }
    Place before = places.get(migration);
    places.put(
        migration,
        before == null || newest < before.seq() // the store may be an older copy
            ? new Place(MigrationState.initial(migration), 0, told)
            : new Place(before.state(), before.seq(), told));
    boolean goesOn = true;
    while (goesOn && place(migration).seq() < newest) {
      goesOn = tellSome(migration);
    }
  }

  private boolean tellSome(String migration) throws IOException, InterruptedException {
    List<Recorded> events =
        source.store().events().events(migration, place(migration).seq(), AT_ONCE);
    for (Recorded event : events) {
      if (!tell(migration, event)) {
        return false;
      }
    }
    return !events.isEmpty();
  }

  private Place place(String migration) {
    return Objects.requireNonNull(places.get(migration));
  }

  /// @return false where somebody else is about to tell it
  private boolean tell(String migration, Recorded event) throws IOException, InterruptedException {
    Place place = place(migration);
    MigrationState after = place.state().after(event.event());
    long told = place.told();
    if (event.seq() > told) {
      List<Message> messages =
          templates.of(place.state(), event, after).stream()
              .filter(message -> kinds.contains(message.kind()))
              .toList();
      if (!messages.isEmpty()) {
        if (!send(migration, told, event.seq(), messages)) {
          return false;
        }
        told = event.seq();
      }
    }
    places.put(migration, new Place(after, event.seq(), told));
    return true;
  }

  private boolean send(String migration, long told, long seq, List<Message> messages)
      throws IOException, InterruptedException {
    var cursors = source.store().messages();
    if (!cursors.claim(channel.name(), migration, told, source.holder())) {
      return false;
    }
    for (Message message : messages) {
      send(message);
    }
    return cursors.advance(channel.name(), migration, told, seq, source.holder());
  }

  /// What will never be taken must not keep all others waiting.
  private void send(Message message) throws IOException, InterruptedException {
    try {
      channel.send(message);
      health.arrived();
    } catch (Channel.Refused e) {
      health.refused("%s for %s".formatted(e.getMessage(), message.id()));
    }
  }

  /// Others need not wait for us.
  void release() {
    source.store().messages().release(channel.name(), source.holder());
  }
}
