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
}
