package io.crossfade.server.alerts;

import io.crossfade.model.Secret;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Sends each message as plain text by SMTP.
final class Mail implements Channel {
  private static final String MILLIS = "10000";

  private final Smtp smtp;
  private final String from;
  private final List<String> to;

  /// How the connection is protected.
  enum Security {
    /// From its beginning.
    TLS,
    /// From a word on, which the server must know.
    STARTTLS,
    /// Not at all.
    NONE
  }

  /// @param login null where the server asks for none
  record Smtp(String host, int port, Security security, @Nullable Login login) {}

  record Login(String user, Secret password) {}

  Mail(Smtp smtp, String from, List<String> to) {
    this.smtp = smtp;
    this.from = from;
    this.to = List.copyOf(to);
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public void send(Message message) throws IOException {
    try (Transport transport = session().getTransport()) {
      MimeMessage mail = mail(message);
      Login login = smtp.login();
      transport.connect(
          login == null ? null : login.user(), login == null ? null : login.password().reveal());
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      // a server may quote what we said to it
      throw new IOException(
          "%s by %s:%d".formatted(e.getClass().getSimpleName(), smtp.host(), smtp.port()));
    }
  }

  private Session session() {
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", smtp.host());
    properties.put("mail.smtp.port", Integer.toString(smtp.port()));
    properties.put("mail.smtp.connectiontimeout", MILLIS);
    properties.put("mail.smtp.timeout", MILLIS);
    properties.put("mail.smtp.writetimeout", MILLIS);
    properties.put("mail.smtp.auth", Boolean.toString(smtp.login() != null));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.enable", Boolean.toString(smtp.security() == Security.TLS));
    boolean starts = smtp.security() == Security.STARTTLS;
    properties.put("mail.smtp.starttls.enable", Boolean.toString(starts));
    properties.put("mail.smtp.starttls.required", Boolean.toString(starts));
    return Session.getInstance(properties);
  }

  private MimeMessage mail(Message message) throws MessagingException {
    String id =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(message.id().getBytes(StandardCharsets.UTF_8));
    MimeMessage mail =
        new MimeMessage(session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            // the same however often it is sent: most readers then show it once
            setHeader("Message-ID", "<%s@crossfade>".formatted(id));
          }
        };
    mail.setFrom(new InternetAddress(from));
    for (String one : to) {
      mail.addRecipient(RecipientType.TO, new InternetAddress(one));
    }
    mail.setSubject(message.title(), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(message.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setText(message.whole() + "\n", StandardCharsets.UTF_8.name());
    mail.saveChanges();
    return mail;
  }
}
