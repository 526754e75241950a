// What a preload costs that has nothing in it but this.
void 0;
