package io.crossfade.memory;

import io.crossfade.connector.Database;
import io.crossfade.contract.ApplicationSession;
import io.crossfade.contract.ConnectorContract;
import io.crossfade.model.Side;
import java.time.InstantSource;

/** The database in memory is held to what a real one is held to. */
class MemoryContractTest implements ConnectorContract {
  private final Turn turn = new RealTurn();
  private final MemoryServer sourceServer =
      new MemoryServer("source", turn, InstantSource.system());
  private final MemoryServer targetServer =
      new MemoryServer("target", turn, InstantSource.system());
  private final Database source = sourceServer.open("test");
  private final Database target = targetServer.open("test");

  @Override
  public Database source() {
    return source;
  }

  @Override
  public Database target() {
    return target;
  }

  @Override
  public ApplicationSession application(Side side) {
    return new ContractApplication(side == Side.SOURCE ? sourceServer : targetServer);
  }

  @Override
  public String schema() {
    return ContractApplication.SCHEMA;
  }

  @Override
  public String typeWithoutOrder() {
    return "numeric(10,2)";
  }
}
