package io.crossfade.demo.sample;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// A database as somebody else has made it.
public interface Sample {

  /// The name of its migration, and of the schema in which its tables lie.
  String name();

  /// What it is, in a few words.
  String about();

  /// What somebody who looked over the manifest of `crossfade init` has added to it.
  default String added() {
    return "";
  }

  /// Makes the schema and its rows in an empty database.
  void build(Connection connection) throws SQLException, IOException;
}
