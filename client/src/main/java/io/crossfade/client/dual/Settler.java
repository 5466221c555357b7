package io.crossfade.client.dual;

import io.crossfade.client.Router;
import io.crossfade.model.Side;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The one act behind every mirror, retry and recovery: read the item where it was written, and
 * bring the other side what was read, unless it has that or something newer. However often, late or
 * side by side it is done, the newest version stays.
 */
final class Settler {
  private static final Logger LOG = System.getLogger(Settler.class.getPackageName());

  /** How one settling ended. */
  enum Outcome {
    SETTLED,
    FAILED,
    /** Not tried, or tried in vain because a side does not answer. It stays in the ledger. */
    LEFT
  }

  private final Router router;
  private final Ledger ledger;
  private final Map<String, StorePair<?>> stores;
  private final Mirroring how;
  private final Outage outage;
  private final DoubleSupplier random;

  Settler(
      Router router,
      Ledger ledger,
      Map<String, StorePair<?>> stores,
      Mirroring how,
      DoubleSupplier random) {
    this.router = router;
    this.ledger = ledger;
    this.stores = stores;
    this.how = how;
    this.random = random;
    this.outage = new Outage(how.backOff(), how.nanos(), random);
  }

  /**
   * @param from the side that was written first, whichever it is now
   */
  Outcome settle(Side from, Item item) {
    // Where one side only is written, nobody notes: what is in the ledger may be older than it.
    if (!router.route().writes().mirrored() || outage.lasts()) {
      return Outcome.LEFT;
    }
    long seen = ledger.seen(from, item);
    try {
      boolean readBack = how.readBack() > 0 && random.getAsDouble() < how.readBack();
      long version = store(item).carry(from, item.key(), readBack);
      ledger.settled(from, item, version, seen);
      outage.ended();
      return Outcome.SETTLED;
    } catch (Exception e) {
      return failed(from, item, e);
    }
  }

  /** Whether a side was away when it was asked last. */
  boolean away() {
    return outage.known();
  }

  /** Whether it is too early to ask it again. */
  boolean resting() {
    return outage.lasts();
  }

  private Outcome failed(Side from, Item item, Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Failures kind = Failures.of(e);
    String error = Failures.text(e);
    LOG.log(Level.DEBUG, "{0} was not mirrored: {1}", item, error);
    if (kind == Failures.AWAY) {
      outage.failed();
    } else {
      outage.ended();
    }
    try {
      boolean refused = kind == Failures.REFUSED;
      ledger.failed(
          from, item, new Ledger.Failed(error, refused, how.backOff(), random.getAsDouble()));
    } catch (Exception unnoted) {
      // It is in the ledger all the same, due when its time is over.
      LOG.log(Level.DEBUG, "{0}: the failure was not noted: {1}", item, Failures.text(unnoted));
    }
    return kind == Failures.AWAY ? Outcome.LEFT : Outcome.FAILED;
  }

  private StorePair<?> store(Item item) {
    StorePair<?> pair = stores.get(item.store());
    if (pair == null) {
      throw new IllegalStateException("no store of that name was given to this DualWriter");
    }
    return pair;
  }
}
