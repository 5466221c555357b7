package io.crossfade.demo.vendor;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has to be said to a server in words that only its vendor knows. Everything else of the demo
/// is SQL that all of them understand.
public sealed interface Vendor permits PostgreSql, MySql {

  /// @param url JDBC URL
  static Vendor of(String url) {
    return url.startsWith("jdbc:postgresql:") ? new PostgreSql() : new MySql();
  }

  /// Where the scripts lie that build the shop, beside the shop's classes.
  String scripts();

  /// What a session that builds the shop begins with.
  List<String> beforeBuilding();

  /// What follows once the shop's rows are there.
  ///
  /// @param last the number that each numbered table has come to
  List<String> afterBuilding(Map<String, Integer> last);

  /// What a session of the judge begins with.
  List<String> beforeJudging();

  /// A query that takes as many seconds as its parameter says.
  String sleep();

  /// Sets a parameter of a statement.
  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

  /// What a pool of connections is set to.
  ///
  /// @param name of the application
  Map<String, String> poolSettings(String name);

  /// What makes a schema of that name, and goes there.
  List<String> newSchema(String name);

  /// A table as HSQLDB's script makes it, in this server's words.
  String ofHsqldb(String createTable);

  /// Lets a session write past the fence of a migration.
  String pass(String migration);
}
