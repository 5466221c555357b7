package io.crossfade.demo.judge;

import java.sql.SQLException;

/// Compares one kind of effect with the database.
interface Check {
  void run(Evidence evidence, Findings findings) throws SQLException;
}
