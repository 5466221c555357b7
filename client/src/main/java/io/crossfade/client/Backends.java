package io.crossfade.client;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The pools of the two sides. */
record Backends(DataSource source, DataSource target) {
  Connection open(Side side) throws SQLException {
    return (side == Side.SOURCE ? source : target).getConnection();
  }
}
