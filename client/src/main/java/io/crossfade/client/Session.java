package io.crossfade.client;

import io.crossfade.model.Side;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A logical connection: its transactions begin where the router says, on a physical connection that
 * is taken from that side's pool.
 *
 * <p>The physical connection goes back to its pool when the transaction has ended and no statement
 * is open; else it stays for the next transaction, if that one runs on the same side.
 */
final class Session {
  private final SqlRouter router;
  private final Backends backends;
  private final ReadYourWrites readYourWrites;
  private final String key;
  private final SessionSettings settings = new SessionSettings();

  private @Nullable RoutedTransaction transaction;
  private @Nullable Attachment attachment;

  /** What the application still holds that dies with its physical connection. */
  private int openStatements;

  private boolean pinned;
  private boolean closed;

  /** When the transaction under way began, and whether something in it has failed. */
  private long since;

  private boolean failed;

  Session(Router router, Backends backends, ReadYourWrites readYourWrites, String key) {
    this.router = new SqlRouter(router);
    this.backends = backends;
    this.readYourWrites = readYourWrites;
    this.key = key;
  }

  /** Work on a physical connection. */
  interface Work {
    @Nullable Object on(Attachment attachment) throws SQLException;
  }

  SessionSettings settings() {
    return settings;
  }

  boolean closed() {
    return closed;
  }

  @Nullable Attachment attachment() {
    return attachment;
  }

  /**
   * Does work in the transaction under way, or in a new one; with autoCommit it ends with the work.
   */
  @Nullable Object run(Work work) throws SQLException {
    Attachment attached = begin();
    boolean sound = false;
    try {
      Object result = work.on(attached);
      sound = true;
      return result;
    } finally {
      failed |= !sound;
      if (settings.autoCommit()) {
        end(true, sound);
      }
    }
  }

  /** Asks a physical connection for something that is no transaction, e.g. a setting. */
  @Nullable Object ask(Work work) throws SQLException {
    try {
      return work.on(attached());
    } finally {
      giveBackIfIdle();
    }
  }

  /**
   * As {@link #ask}; what it returns may need its physical connection for as long as this session
   * lasts.
   */
  @Nullable Object forward(Work work) throws SQLException {
    pinned = true;
    return work.on(settings.autoCommit() ? attached() : begin());
  }

  /** Does something that makes sense within a transaction only, and does not end it. */
  @Nullable Object within(Work work) throws SQLException {
    checkManual("set or take back a savepoint");
    return work.on(begin());
  }

  /** A physical connection, the transaction's own where there is one. */
  Attachment attached() throws SQLException {
    checkOpen();
    return attachment == null ? attach(router.side(settings.readOnly(), key)) : attachment;
  }

  Side side() throws SQLException {
    return settings.autoCommit() ? router.side(settings.readOnly(), key) : begin().side();
  }

  /** Begins a transaction, unless one is under way. */
  Attachment begin() throws SQLException {
    checkOpen();
    if (transaction != null && attachment != null) {
      return attachment;
    }
    since = System.nanoTime();
    failed = true;
    try {
      Attachment begun = settings.readOnly() ? beginReading() : beginWriting();
      failed = false;
      return begun;
    } finally {
      if (failed) {
        count();
      }
      giveBackIfIdle();
    }
  }

  private void count() {
    router.counts().ended(System.nanoTime() - since, failed);
  }

  private Attachment beginReading() throws SQLException {
    RoutedTransaction begun = router.begin(true, key);
    Side side = readYourWrites.side(begun.route(), begun.side(), key, attachment);
    Attachment attached = attach(side);
    transaction = begun;
    return attached;
  }

  /**
   * Takes the connection first and begins then: nobody who is counted as in flight ever waits for a
   * pool, whose connections may be in the hands of those who wait at a hold.
   */
  private Attachment beginWriting() throws SQLException {
    Side side = router.side(false, key);
    while (true) {
      Attachment attached = attach(side);
      RoutedTransaction begun = router.begin(false, key);
      if (begun.side() == attached.side()) {
        transaction = begun;
        return attached;
      }
      begun.close();
      side = begun.side();
    }
  }

  void commit() throws SQLException {
    checkManual("commit");
    if (transaction == null || attachment == null) {
      return;
    }
    boolean sound = false;
    try {
      attachment.connection().commit();
      sound = true;
    } finally {
      if (!sound) {
        attachment.rollBack();
      }
      end(true, sound);
    }
  }

  void rollback() throws SQLException {
    checkManual("roll back");
    if (transaction == null || attachment == null) {
      return;
    }
    boolean sound = false;
    try {
      attachment.connection().rollback();
      sound = true;
    } finally {
      end(false, sound);
    }
  }

  /**
   * Ends the transaction here, after it has ended in the database.
   *
   * @param mayHaveWritten also where it failed: nobody knows what an unanswered commit did
   */
  private void end(boolean mayHaveWritten, boolean sound) {
    RoutedTransaction ended = transaction;
    Attachment used = attachment;
    transaction = null;
    if (ended == null || used == null) {
      return;
    }
    if (mayHaveWritten && !settings.readOnly()) {
      readYourWrites.wrote(ended.side(), key);
    }
    ended.close();
    failed |= !sound;
    count();
    if (!sound && used.broken()) {
      giveBack();
    } else {
      giveBackIfIdle();
    }
  }

  void setAutoCommit(boolean on) throws SQLException {
    checkOpen();
    if (on == settings.autoCommit()) {
      return;
    }
    if (on) {
      commit();
    }
    if (attachment != null) {
      attachment.connection().setAutoCommit(on);
    }
    settings.autoCommit(on);
  }

  void setReadOnly(boolean on) throws SQLException {
    checkOpen();
    if (on == settings.readOnly()) {
      return;
    }
    if (transaction != null) {
      throw new SQLException(
          "Read-only is chosen before a transaction begins; end this one first.", "25001");
    }
    if (attachment != null) {
      attachment.connection().setReadOnly(on);
    }
    settings.readOnly(on);
  }

  void set(Call setter) throws SQLException {
    checkOpen();
    if (attachment != null) {
      setter.on(attachment.connection());
    }
    settings.remember(setter);
  }

  void statementOpened() throws SQLException {
    checkOpen();
    openStatements++;
  }

  void statementClosed() {
    openStatements--;
    giveBackIfIdle();
  }

  /** Rolls back what is under way. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    giveBack();
    if (transaction != null) {
      transaction.close();
      transaction = null;
      count();
    }
  }

  private Attachment attach(Side side) throws SQLException {
    if (attachment != null && attachment.side() == side) {
      return attachment;
    }
    giveBack();
    Attachment opened = Attachment.open(backends, side, settings);
    attachment = opened;
    return opened;
  }

  private void giveBackIfIdle() {
    if (transaction == null && openStatements == 0 && !pinned) {
      giveBack();
    }
  }

  private void giveBack() {
    if (attachment != null) {
      attachment.giveBack();
      attachment = null;
      pinned = false;
    }
  }

  void checkOpen() throws SQLException {
    if (closed) {
      throw new SQLException("This connection is closed.", "08003");
    }
  }

  private void checkManual(String what) throws SQLException {
    checkOpen();
    if (settings.autoCommit()) {
      throw new SQLException("Cannot " + what + " while autoCommit is on.", "25000");
    }
  }
}
