package io.millrace.broker;

import static io.millrace.broker.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccessListTest {

    private static final BrokerUser KILN = new BrokerUser("kiln", "höt", List.of("plant/kiln/+"), List.of("#"));

    @Test
    void aUserComesInWithTheRightPasswordOnly() {
        AccessList access = new AccessList(List.of(KILN));

        assertThat(access.authenticate("kiln", bytes("höt"))).contains(KILN);
        assertThat(access.authenticate("kiln", bytes("hot"))).isEmpty();
        assertThat(access.authenticate("kiln", bytes(""))).isEmpty();
        assertThat(access.authenticate("Kiln", bytes("höt"))).isEmpty();
        assertThat(access.authenticate("nobody", bytes(""))).isEmpty();
        assertThat(access.isOpen()).isFalse();
        assertThat(new AccessList(List.of()).isOpen()).isTrue();
    }

    @Test
    void publishingStaysWithinTheList() {
        assertThat(AccessList.mayPublish(KILN, "plant/kiln/x")).isTrue();
        assertThat(AccessList.mayPublish(KILN, "plant/kiln/x/y")).isFalse();
        assertThat(AccessList.mayPublish(KILN, "plant/packing/x")).isFalse();
    }
}
