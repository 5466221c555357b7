package io.crossfade.simulation;

import io.crossfade.engine.calendar.Calendar;
import io.crossfade.engine.manifest.AdapterSettings;
import io.crossfade.engine.manifest.AddedColumns;
import io.crossfade.engine.manifest.CopySettings;
import io.crossfade.engine.manifest.Course;
import io.crossfade.engine.manifest.CutoverSettings;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.ReverseMode;
import io.crossfade.engine.manifest.Rollout;
import io.crossfade.engine.manifest.Scope;
import io.crossfade.engine.manifest.TablePattern;
import io.crossfade.engine.manifest.ThrottleSettings;
import io.crossfade.memory.MemoryServer;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.simulation.schedule.Chance;
import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Everything that there is in one seed's world, put together.
final class World {
  static final String MIGRATION = "shop";
  static final Route FIRST = Route.initial(MIGRATION);

  /// How often the servers tell of a snapshot only what MySQL tells.
  private static final double BRACKETS = 0.4;

  private static final double RESTLESS = 0.3;

  /// Rows of a chunk; in some worlds a table is hardly more than one.
  private static final List<Integer> CHUNKS = List.of(2, 3, 4, 5, 100);

  /// How many gateways stand before the clients, none most of the time.
  private static final List<Integer> GATEWAYS = List.of(0, 0, 0, 1, 2);

  private static final List<Duration> DEADLINES =
      List.of(CutoverSettings.DEFAULT.deadline(), Duration.ofSeconds(1));

  private final Chance chance;
  private final Scheduler scheduler;
  private final Manifest manifest;
  private final Faults faults;
  private final Story story;
  private final SimulatedStore store;
  private final Map<Side, MemoryServer> servers = new EnumMap<>(Side.class);
  private final Truth truth = new Truth();
  private final Engines engines;
  private final List<Client> clients = new ArrayList<>();
  private final Gateways gateways;
  private final boolean isRestless;
  private int stamps;

  World(long seed) {
    this.chance = new Chance(seed);
    this.scheduler = new Scheduler(chance);
    this.manifest = manifest(chance);
    this.faults = new Faults(scheduler, chance);
    this.story = new Story(scheduler);
    this.store = new SimulatedStore(scheduler, faults, story);
    SimulatedTurn turn = new SimulatedTurn(scheduler, faults, story);
    boolean brackets = chance.happens(BRACKETS);
    Arrays.stream(Side.values())
        .forEach(
            side -> servers.put(side, new MemoryServer(side.spelled(), turn, clock(), brackets)));
    this.engines = new Engines(this);
    this.gateways = new Gateways(this);
    this.isRestless = chance.happens(RESTLESS);
    Shop.TABLES.forEach(server(Side.SOURCE)::create);
    for (int number = chance.between(2, 4); number >= 0; number--) {
      clients.add(new Client(this, number, number > 0 && chance.happens(0.2)));
    }
  }

  /// Often with a slow copy, for it is then that copy and stream meet.
  private static Manifest manifest(Chance chance) {
    Scope scope =
        new Scope(
            List.of(new TablePattern("public.*", new Place("shop.yaml", 1, 1))),
            List.of(),
            List.of(),
            AddedColumns.CARRY);
    long rowsPerSecond = chance.one(List.of(Long.MAX_VALUE, 200L, 60L, 25L));
    return new Manifest(
        MIGRATION,
        null,
        new DatabaseReference("memory:source", "crossfade", null),
        new DatabaseReference("memory:target", "crossfade", null),
        scope,
        new CopySettings(chance.between(1, 3), chance.one(CHUNKS), rowsPerSecond),
        ThrottleSettings.DEFAULT,
        new Course(
            "cdc",
            Rollout.of(List.of(50), Duration.ZERO),
            new CutoverSettings(
                CutoverSettings.DEFAULT.mode(),
                chance.one(DEADLINES),
                CutoverSettings.DEFAULT.firstTry(),
                false,
                Duration.ZERO),
            ReverseMode.ASYNCHRONOUS,
            Calendar.ALWAYS,
            List.of(),
            List.of()),
        Readers.NONE,
        null,
        AdapterSettings.NONE);
  }

  Manifest manifest() {
    return manifest;
  }

  Chance chance() {
    return chance;
  }

  /// By which people there tell the time.
  InstantSource clock() {
    return () -> Instant.ofEpochSecond(0, scheduler.now());
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Faults faults() {
    return faults;
  }

  Story story() {
    return story;
  }

  SimulatedStore store() {
    return store;
  }

  Map<Side, MemoryServer> servers() {
    return servers;
  }

  MemoryServer server(Side side) {
    MemoryServer server = servers.get(side);
    if (server == null) {
      throw new IllegalStateException("no server for " + side);
    }
    return server;
  }

  Truth truth() {
    return truth;
  }

  Engines engines() {
    return engines;
  }

  List<Client> clients() {
    return clients;
  }

  Gateways gateways() {
    return gateways;
  }

  /// All processes that have a router now.
  List<Front> fronts() {
    List<Front> fronts = new ArrayList<>(gateways.serving());
    for (Client client : clients) {
      Front own = client.own();
      if (own != null) {
        fronts.add(own);
      }
    }
    return fronts;
  }

  /// The shop opens.
  void open() {
    for (int number = chance.one(GATEWAYS); number > 0; number--) {
      gateways.open();
    }
    clients.forEach(Client::start);
  }

  /// Whether the shop has large values and gives its rows new keys all the time.
  boolean isRestless() {
    return isRestless;
  }

  /// A number that nothing else has.
  String stamp() {
    return Integer.toString(++stamps);
  }

  void violated(Violation violation) {
    Violation _ = story.violated(violation);
  }

  /// On an actor's thread.
  void pause(Duration duration) {
    boolean _ = await(() -> false, duration);
  }

  boolean await(BooleanSupplier condition, Duration patience) {
    try {
      return scheduler.await(condition, patience);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the world's own actors", e);
    }
  }
}
