"""The values that travel through the house: frozen, slotted, standard library only."""
