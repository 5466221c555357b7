package io.crossfade.contract;

import io.crossfade.connector.Database;
import io.crossfade.model.Side;

/** What a connector's test supplies: two databases, empty before each test. */
public interface ContractDatabases {
  Database source();

  Database target();

  /** A connection as an application would open it. */
  ApplicationSession application(Side side);

  /** The schema in which unqualified names of an application lie. */
  String schema();

  /** A type, for at least nine signs, whose order is not provably the same here as in them. */
  String typeWithoutOrder();

  /**
   * Whether the fence stands before each statement; otherwise before each row, so that a statement
   * passes which meets no row, or empties a table without looking at rows.
   */
  default boolean fenceStandsBeforeStatements() {
    return true;
  }

  /** Whether a transaction that has only read a table keeps a fence from being raised on it. */
  default boolean fenceWaitsForReaders() {
    return false;
  }
}
