package io.crossfade.postgresql.session;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * Waits for an answer for as long as the server works on it. Where the driver wants a timeout, it
 * has that instead.
 */
final class PatientSocket extends Socket {
  private final Vigil vigil;
  private volatile int wanted;

  PatientSocket(Vigil vigil) throws SocketException {
    this.vigil = vigil;
    setSoTimeout(0);
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    wanted = millis;
    super.setSoTimeout(millis == 0 ? (int) Vigil.LOOK_AGAIN.toMillis() : millis);
  }

  @Override
  public int getSoTimeout() {
    return wanted;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new PatientInput(super.getInputStream());
  }

  private final class PatientInput extends FilterInputStream {
    PatientInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (true) {
        try {
          int count = in.read(buffer, offset, length);
          vigil.heard();
          return count;
        } catch (SocketTimeoutException e) {
          if (wanted != 0) {
            throw e;
          }
          vigil.look();
        }
      }
    }
  }
}
