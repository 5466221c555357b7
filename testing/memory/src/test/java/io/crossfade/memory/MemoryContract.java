package io.crossfade.memory;

import io.crossfade.connector.Database;
import io.crossfade.contract.ApplicationSession;
import io.crossfade.contract.ConnectorContract;
import io.crossfade.model.Side;
import java.time.InstantSource;

/** The database in memory is held to what a real one is held to. */
class MemoryContract implements ConnectorContract {
  private final MemoryServer sourceServer;
  private final MemoryServer targetServer;
  private final Database source;
  private final Database target;

  /**
   * @param brackets whether of a snapshot only a place before and one after are known
   */
  MemoryContract(boolean brackets) {
    Turn turn = new RealTurn();
    this.sourceServer = new MemoryServer("source", turn, InstantSource.system(), brackets);
    this.targetServer = new MemoryServer("target", turn, InstantSource.system(), brackets);
    this.source = sourceServer.open("test");
    this.target = targetServer.open("test");
  }

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
