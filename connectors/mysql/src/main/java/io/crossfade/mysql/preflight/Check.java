package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import java.sql.SQLException;
import java.util.List;

/** A group of checks on one server. Changes nothing, and needs no more than a reader's rights. */
@FunctionalInterface
interface Check {
  List<Finding> find(Asked asked) throws SQLException;
}
