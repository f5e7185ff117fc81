package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.exam.Peers;
import io.millrace.connector.opcua.OpcUaSettings.Identity;
import io.millrace.connector.opcua.OpcUaSettings.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where no OPC UA server is, the first thing that people read is what is wrong, every time. */
@Timeout(60)
class FirstSentenceIT {

    private static final int MANY = 200;

    @TempDir
    Path folder;

    private Station station;

    @BeforeEach
    void setUp() {
        station = new Station(folder);
    }

    @AfterEach
    void tearDown() {
        station.close();
    }

    /** All the different sentences of so many attempts. */
    private Set<String> sentences(int attempts, OpcUaSettings settings) {
        Set<String> said = new HashSet<>();
        for (int i = 0; i < attempts; i++) {
            Throwable refusal = catchThrowable(() -> station.open(settings));
            assertThat(refusal).isInstanceOf(ConnectorException.class);
            said.add(refusal.getMessage());
        }
        return said;
    }

    private Set<String> sentences(int attempts, int port) {
        return sentences(attempts, ServerSettings.plain(port));
    }

    @Test
    void whereNothingListens() {
        int port = Peers.freePort();

        assertThat(sentences(MANY, port))
                .containsExactly("Nothing listens at opc.tcp://127.0.0.1:" + port
                        + " (connection refused): check that the OPC UA server on 127.0.0.1 is running and that the"
                        + " port is right.");
    }

    @Test
    void whereTheHostIsUnknown() {
        OpcUaSettings unknown =
                ServerSettings.with("opc.tcp://no-such-host.invalid:4840", Security.auto(), Identity.anonymous());

        assertThat(sentences(3, unknown))
                .containsExactly("The host 'no-such-host.invalid' of opc.tcp://no-such-host.invalid:4840 is unknown:"
                        + " check its spelling, or write its IP address.");
    }

    @Test
    void whereSomebodyAcceptsAndSaysNothing() throws Exception {
        try (Listener silent = new Listener(guest -> {})) {
            assertThat(sentences(2, silent.port())).containsExactly(doesNotAnswer(silent.port()));
        }
    }

    /**
     * To an HTTP server what OPC UA says first looks like the beginning of a request, or like a bad one when a length in
     * it happens to be the code of a line end: it waits for more, or refuses.
     */
    @Test
    void whereAnHttpServerListens() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        http.start();
        try {
            int port = http.getAddress().getPort();
            assertThat(sentences(2, port))
                    .isNotEmpty()
                    .isSubsetOf(doesNotAnswer(port), noOpcUa(port, "Bad_TcpMessageTooLarge"));
        } finally {
            http.stop(0);
        }
    }

    @Test
    void whereAnHttpServerRefusesTheRequest() throws Exception {
        try (Listener http = new Listener(guest -> {
            guest.getInputStream().read();
            say(guest, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            guest.close();
        })) {
            assertThat(sentences(20, http.port()))
                    .isSubsetOf(noOpcUa(http.port(), "Bad_TcpMessageTooLarge"), hungUp(http.port()))
                    .contains(noOpcUa(http.port(), "Bad_TcpMessageTooLarge"));
        }
    }

    @Test
    void whereAnotherProtocolIsSpoken() throws Exception {
        try (Listener ssh = new Listener(guest -> say(guest, "SSH-2.0-OpenSSH_9.2p1\r\n"));
                Listener zeros = new Listener(guest -> guest.getOutputStream().write(new byte[100]))) {
            assertThat(sentences(20, ssh.port())).containsExactly(noOpcUa(ssh.port(), "Bad_TcpMessageTooLarge"));
            assertThat(sentences(20, zeros.port())).containsExactly(noOpcUa(zeros.port(), "Bad_TcpMessageTypeInvalid"));
        }
    }

    @Test
    void whereSomebodyHangsUp() throws Exception {
        try (Listener atOnce = new Listener(Socket::close);
                Listener rudely = new Listener(guest -> {
                    guest.getInputStream().read();
                    guest.setSoLinger(true, 0);
                    guest.close();
                })) {
            assertThat(sentences(50, atOnce.port())).containsExactly(hungUp(atOnce.port()));
            assertThat(sentences(50, rudely.port())).containsExactly(hungUp(rudely.port()));
        }
    }

    private static void say(Socket guest, String words) throws IOException {
        guest.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static String doesNotAnswer(int port) {
        return "The server at opc.tcp://127.0.0.1:" + port
                + " accepts connections but does not answer: it may be starting, overloaded, or no OPC UA server.";
    }

    private static String noOpcUa(int port, String status) {
        return "What listens at opc.tcp://127.0.0.1:" + port + " does not speak OPC UA (" + status
                + "): check the port; that of OPC UA is mostly 4840.";
    }

    private String hungUp(int port) {
        return "The server at opc.tcp://127.0.0.1:" + port
                + " hung up while the session was being opened: it may be starting, refuse this hub's certificate ("
                + folder.resolve("pki/own/certificate.der") + "), or be no OPC UA server.";
    }
}
