package io.crossfade.bench;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The library that we read the log with, as its own example has it: it counts the rows that it has
/// decoded.
final class BareBinlogClient {
  private static final Logger LOG = Logger.getLogger(BinaryLogClient.class.getName());
  private static final int SERVER_ID = 4711;

  private final BinaryLogClient client;
  private final MySqlSite.Place end;
  private long rows;

  private BareBinlogClient(MySqlSite site, MySqlSite.Place from, MySqlSite.Place end) {
    this.client = new BinaryLogClient("127.0.0.1", site.server().port(), site.server().user(), "");
    this.end = end;
    client.setServerId(SERVER_ID);
    client.setKeepAlive(false);
    client.setBinlogFilename(from.file());
    client.setBinlogPosition(from.offset());
    client.registerEventListener(this::take);
  }

  /// Returns how many rows were changed between the two places.
  static long rows(MySqlSite site, MySqlSite.Place from, MySqlSite.Place end) throws IOException {
    LOG.setLevel(Level.WARNING);
    BareBinlogClient bare = new BareBinlogClient(site, from, end);
    bare.client.connect();
    return bare.rows;
  }

  private void take(Event event) {
    EventHeaderV4 header = event.getHeader();
    EventData data = event.getData();
    if (data instanceof WriteRowsEventData written) {
      rows += written.getRows().size();
    } else if (data instanceof UpdateRowsEventData updated) {
      rows += updated.getRows().size();
    } else if (data instanceof DeleteRowsEventData deleted) {
      rows += deleted.getRows().size();
    }
    boolean isThere = client.getBinlogFilename().compareTo(end.file()) >= 0;
    if (isThere && header.getNextPosition() >= end.offset()) {
      try {
        client.disconnect();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
